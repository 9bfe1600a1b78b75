package check

import (
	"slices"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// own returns the names of the cookies that this service sets.
func (in *Input) own() []string { return []string{in.Settings.CookieName, in.Settings.Receipt} }

func ownUndeclared(in *Input) []Finding {
	if in.Charter == nil || in.Settings == nil {
		return nil
	}
	var found []Finding
	for _, name := range in.own() {
		if !slices.ContainsFunc(in.Charter.Purposes, func(p consent.Purpose) bool {
			return slices.ContainsFunc(p.Trackers, func(t string) bool { return consent.Matches(t, name) })
		}) {
			found = append(found, in.front("purposes", message.Of("the cookie %q of this service is not declared", name))...)
		}
	}
	return found
}

func ownLifetime(in *Input) []Finding {
	if in.Settings == nil {
		return nil
	}
	return rows(true, func(_ place, t charter.Tracker) message.Text {
		length, ok := Lifetime(t.Duration)
		if !ok || months(length) == 6 || !slices.Contains(in.own(), t.Name) {
			return message.Text{}
		}
		return message.Of("the cookie %q lasts %s according to the charter; this service sets it for 6 months", t.Name, t.Duration)
	})(in)
}

// ownAsked reports trackers that need consent and whose pattern matches a cookie of
// this service.
func ownAsked(in *Input) []Finding {
	if in.Settings == nil {
		return nil
	}
	return rows(false, func(_ place, t charter.Tracker) message.Text {
		i := slices.IndexFunc(in.own(), func(name string) bool { return consent.Matches(t.Name, name) })
		if i < 0 {
			return message.Text{}
		}
		return message.Of("the tracker %q also matches %q, a cookie of this service", t.Name, in.own()[i])
	})(in)
}
