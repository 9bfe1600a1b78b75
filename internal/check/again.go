package check

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// Verdict is the result of [Again].
type Verdict struct {
	// Asks reports whether any visitor who has chosen is asked again: the charter asks
	// for something that the running one does not (C-13).
	Asks bool
	// Asked names those who are asked again.
	Asked Audience
	// Line is the result in one sentence, with the line of the charter that causes it.
	Line message.Text
	// Added lists everything that the charter adds.
	Added []Addition
}

// Audience names the visitors who are asked again after an edit.
type Audience string

// The audiences. A refusal of a purpose holds whatever the purpose gains, so only a
// new purpose asks everyone.
const (
	Nobody    Audience = "nobody"
	Accepting Audience = "accepting"
	Everyone  Audience = "everyone"
)

// Addition is one thing that the charter asks for and the running service does not.
type Addition struct {
	Purpose string `json:"purpose"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	File    string `json:"file"`
	At      int    `json:"line"`
}

// Running describes a running service, as read from its /charter.json.
type Running struct {
	// Address is the public address of the service.
	Address string
	// Scope is what the service asks consent for.
	Scope consent.Scope
	// Cookie is the name of the cookie that stores the choice, Domain the domain or
	// host that it is set for. Both are empty if the service runs an older version.
	Cookie, Domain string
	// Texts are the text versions that visitors without a choice see, by language and
	// surface.
	Texts map[string]map[consent.Surface]string
}

// ParseRunning parses the /charter.json of the service at an address. It fails if the
// scope computed from the purposes differs from the scope in the document, because
// [Again] would then compare with something that the service does not ask for.
func ParseRunning(address string, document []byte) (Running, error) {
	var d struct {
		Languages []string                              `json:"languages"`
		Texts     map[string]map[consent.Surface]string `json:"texts"`
		Scope     string                                `json:"scope"`
		Cookie    string                                `json:"cookie"`
		Domain    string                                `json:"cookie_domain"`
		Purposes  []struct {
			ID           string   `json:"id"`
			Exempt       bool     `json:"exempt"`
			PlatformKeys []string `json:"platform_keys"`
			Providers    []string `json:"providers"`
			Texts        map[string]struct {
				Trackers []struct {
					Name string       `json:"name"`
					Kind consent.Kind `json:"kind"`
				} `json:"trackers"`
			} `json:"texts"`
		} `json:"purposes"`
	}
	if err := json.Unmarshal(document, &d); err != nil {
		return Running{}, message.Errorf("not a charter.json: %w", err)
	}
	if d.Scope == "" || len(d.Languages) == 0 {
		return Running{}, message.Errorf("not a charter.json: the scope or the languages are missing")
	}
	var purposes []consent.Purpose
	for _, p := range d.Purposes {
		purpose := consent.Purpose{ID: p.ID, Exempt: p.Exempt, PlatformKeys: p.PlatformKeys, Providers: p.Providers}
		for _, t := range p.Texts[d.Languages[0]].Trackers {
			purpose.Trackers = append(purpose.Trackers, t.Kind.ID(t.Name))
		}
		purposes = append(purposes, purpose)
	}
	scope := consent.NewScope(purposes)
	if scope.ID() != d.Scope {
		return Running{}, message.Errorf("its purposes have the scope %s, but it states %s: it comes from another version of Charte", scope.ID(), d.Scope)
	}
	return Running{Address: address, Scope: scope, Cookie: d.Cookie, Domain: d.Domain, Texts: d.Texts}, nil
}

// Again compares the scope of the charter with that of a running service.
func Again(c *charter.Charter, running consent.Scope) Verdict {
	current := consent.NewScope(c.Purposes)
	v := Verdict{Asked: Nobody, Added: []Addition{}}
	for _, line := range current.Added(running) {
		at := locate(c, line)
		v.Added = append(v.Added, Addition{Purpose: line.Purpose, Kind: cmp.Or(string(line.Kind), "purpose"), Name: cmp.Or(line.Name, line.Purpose),
			File: c.File(c.Language), At: at})
	}
	v.Asks = len(v.Added) > 0
	switch {
	case len(current.Reasks(running, nil)) > 0:
		v.Asked, v.Line = Everyone, message.Of("Everyone is asked again: %s", v.why(func(a Addition) bool { return a.Kind == "purpose" }))
	case v.Asks:
		v.Asked, v.Line = Accepting, message.Of("Only visitors who accepted %q are asked again: %s", v.purposes(),
			v.why(func(a Addition) bool { return a.Kind == string(consent.KindTracker) }))
	case len(running.Added(current)) > 0:
		v.Line = message.Of("Nobody is asked again: the charter asks for less than the running one, and nothing new.")
	default:
		v.Line = message.Of("Nobody is asked again: the charter asks for what the running one asks for.")
	}
	return v
}

// why names the first addition of the wanted kind, or else the first, and counts the
// others.
func (v Verdict) why(wanted func(Addition) bool) message.Text {
	first := v.Added[max(slices.IndexFunc(v.Added, wanted), 0)]
	switch n := len(v.Added) - 1; n {
	case 0:
		return message.Of("%s:%d adds %s.", first.File, first.At, first.what())
	case 1:
		return message.Of("%s:%d adds %s, and one more thing is new.", first.File, first.At, first.what())
	default:
		return message.Of("%s:%d adds %s, and %d more things are new.", first.File, first.At, first.what(), n)
	}
}

// purposes lists the ids of the purposes that gain something.
func (v Verdict) purposes() string {
	var ids []string
	for _, a := range v.Added {
		if !slices.Contains(ids, a.Purpose) {
			ids = append(ids, a.Purpose)
		}
	}
	return strings.Join(ids, ", ")
}

func (a Addition) what() message.Text {
	switch a.Kind {
	case string(consent.KindTracker):
		return message.Of("the tracker %q to the purpose %q", a.Name, a.Purpose)
	case string(consent.KindProvider):
		return message.Of("the provider %q to the purpose %q", a.Name, a.Purpose)
	case string(consent.KindKey):
		return message.Of("the platform key %q to the purpose %q", a.Name, a.Purpose)
	}
	return message.Of("the purpose %q", a.Name)
}

// locate returns the line of the charter that declares a line of the scope.
func locate(c *charter.Charter, line consent.ScopeLine) int {
	i := slices.IndexFunc(c.Purposes, func(p consent.Purpose) bool { return p.ID == line.Purpose })
	for _, t := range c.In(c.Languages[0]).Purposes[i].Trackers {
		if line.Kind == consent.KindTracker && t.ID() == line.Name || line.Kind == consent.KindProvider && slices.Contains(t.Providers, line.Name) {
			return t.Line
		}
	}
	return c.Declared[i].Line
}
