package handlers

import (
	"net/http"
	"regexp"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
)

// scriptDocument is the part of /charter.json that the script of kit 2 lives on:
// it holds no fact of the charter itself, so that it can be pinned.
type scriptDocument struct {
	// Asks is false where nothing needs consent and no banner asks.
	Asks bool `json:"asks"`
	// Heights are pairs of a window's width and the banner's height, Handle the
	// handle's width and height, in pixels.
	Heights [][2]int `json:"heights"`
	Handle  [2]int   `json:"handle"`
	// Tools are the platform's keys that a cookie holds beside the purposes.
	Tools []string `json:"tools"`
	// Scopes are those under which a choice still holds: id -> purpose -> the
	// tools that granting it opens.
	Scopes map[string]map[string][]string `json:"scopes"`
	// Manage is the text of a link to the form, by language.
	Manage map[string]string `json:"manage"`
}

func (s *service) describeScript() scriptDocument {
	d := scriptDocument{
		Asks: s.mode() != charter.None, Tools: consent.PlatformKeys(),
		Scopes: map[string]map[string][]string{}, Manage: map[string]string{},
	}
	for _, h := range s.Charters.Heights {
		d.Heights = append(d.Heights, [2]int{h.Width, h.Height})
	}
	if s.Handle {
		d.Handle = [2]int{s.Charters.Handle.Width, s.Charters.Handle.Height}
	}
	for _, scope := range append(s.scopes.all(), s.terms.Scope) {
		if !scope.Contains(s.terms.Scope) {
			continue
		}
		opens := map[string][]string{}
		for _, p := range scope.Purposes() {
			opens[p.ID] = append([]string{}, p.Opens()...)
		}
		d.Scopes[scope.ID()] = opens
	}
	for _, code := range s.Catalog.Languages() {
		d.Manage[code] = s.words[code].Say("manage")
	}
	return d
}

// namePattern is the declared names as one expression that a script can match
// cookies with: "*" any run, "#" digits.
func namePattern(trackers []string) string {
	if len(trackers) == 0 {
		return "(?!)" // matches nothing, not even a cookie without a name
	}
	var each []string
	for _, name := range trackers {
		each = append(each, strings.NewReplacer(`\*`, ".*", "#", "[0-9]+").Replace(regexp.QuoteMeta(name)))
	}
	return "^(?:" + strings.Join(each, "|") + ")$"
}

// embedScript serves the script of kit 2. Portals may pin it by its hash, so it
// can be read from any origin.
func (s *service) embedScript(w http.ResponseWriter, r *http.Request) error {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cache-Control", "public, max-age=3600")
	s.writeTagged(w, r, s.script, &values{})
	return nil
}
