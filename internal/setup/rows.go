package setup

import (
	"cmp"
	"slices"
	"strings"

	"charte/internal/audit"
	"charte/internal/charter"
	"charte/internal/consent"
)

// trackers returns the declarations of a tool in one language. Purpose and Duration are
// Markdown, because an unknown duration links to the provider's documentation.
func (w *words) trackers(u Use, controller string) []charter.Tracker {
	provider := cmp.Or(u.Provider, controller)
	unknown := fill(w.UnknownDuration, u.Tool)
	var all []charter.Tracker
	for _, t := range u.Trackers {
		if t.Optional || t.Purpose == "" {
			continue
		}
		for _, name := range cookies(t) {
			all = append(all, charter.Tracker{Name: name, Provider: provider, Purpose: w.use(t.Purpose), Duration: cmp.Or(w.duration(t), unknown)})
		}
	}
	if len(all) == 0 { // no cookie is known, but each display is a request to the provider
		all = append(all, charter.Tracker{Kind: consent.Pixel, Name: u.Hosts[0], Provider: provider, Purpose: w.UnknownUse, Duration: unknown})
	}
	return all
}

// cookies returns the names of a tracker that a charter can declare. Of several
// spellings for one cookie, some may not be valid.
func cookies(t audit.KnownTracker) []string {
	return slices.DeleteFunc(slices.Clone(t.Names), func(name string) bool { return !consent.IsCookieName(name) })
}

// table returns the rows of trackers under the header of a new table.
func (w *words) table(trackers []charter.Tracker) string {
	var b strings.Builder
	b.WriteString("| " + strings.Join(w.Head, " | ") + " |\n|---|---|---|---|\n")
	for _, t := range trackers {
		name := "`" + t.Name + "`"
		if t.Kind != consent.Cookie {
			name = string(t.Kind) + ": " + name
		}
		b.WriteString("| " + strings.Join([]string{markdown(t.Provider), name, t.Purpose, t.Duration}, " | ") + " |\n")
	}
	return b.String()
}
