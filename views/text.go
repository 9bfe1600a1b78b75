package views

import (
	"strings"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/i18n"
)

// safe marks an address from the configuration, or one of our own, as checked:
// the operator's are checked when they are read.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }

// contact is where a contact's link leads: a page, or a message. internal/charter
// lets no other kind of contact through.
func contact(to string) templ.SafeURL {
	if strings.HasPrefix(to, "http://") || strings.HasPrefix(to, "https://") {
		return safe(to)
	}
	return safe("mailto:" + to)
}

// mention is the text of the exact mention that the law asks for; the
// cautious one for any value that is not known.
func mention(state string) string {
	switch state {
	case "totalement", "partiellement":
		return "accessibility_mention_" + state
	}
	return "accessibility_mention_non"
}

// consequence describes what follows from a refusal and from an acceptance (C-10).
func consequence(w *i18n.Words, without []string) string {
	if len(without) == 0 {
		return w.Say("consequence")
	}
	return w.Say("consequence_without", i18n.Data{"Names": list(w, without)})
}

// list joins names as a sentence does: "a", "a et b", "a, b et c".
func list(w *i18n.Words, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return w.Say("list_and", i18n.Data{"Some": strings.Join(names[:last], ", "), "Last": names[last]})
}

// siteNames lists the sites that a choice covers.
func siteNames(w *i18n.Words, sites []charter.Site) string {
	names := make([]string, 0, len(sites))
	for _, s := range sites {
		names = append(names, s.Name)
	}
	return list(w, names)
}

// noneAtAll says that no purpose of the form sets anything today.
func noneAtAll(purposes []FormPurpose) bool {
	for _, p := range purposes {
		if !p.NoneToday {
			return false
		}
	}
	return true
}

// purposeOf finds the form's line for the purpose that a section declares.
func purposeOf(purposes []FormPurpose, id string) (FormPurpose, bool) {
	for _, p := range purposes {
		if id != "" && p.ID == id {
			return p, true
		}
	}
	return FormPurpose{}, false
}

// count is how many trackers the form's purposes have together.
func count(purposes []FormPurpose) int {
	n := 0
	for _, p := range purposes {
		n += len(p.Trackers)
	}
	return n
}

// facts are a tracker's provider, purpose and duration, as far as declared.
func facts(t charter.Tracker) string {
	var known []string
	for _, s := range []string{t.Provider, t.Purpose, t.Duration} {
		if s = strings.TrimSuffix(s, "."); s != "" {
			known = append(known, s)
		}
	}
	return strings.Join(known, ", ")
}

// dates fills the places of a sentence about a choice.
func dates(c Current) i18n.Data { return i18n.Data{"Since": c.Since, "Until": c.Until} }

// handleWords is the text of the handle: what was chosen, if anything was.
func handleWords(o Outcome) string {
	switch o {
	case Accepted, Refused, Partial, Signal:
		return "handle_" + string(o)
	}
	return "handle"
}
