package pages

import (
	"regexp"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
)

// scriptDocument is the part of /charter.json that the script of kit 2 reads. The
// script itself contains no fact of the charter, so that a portal can pin it.
type scriptDocument struct {
	// Asks is false where nothing needs consent and no banner asks.
	Asks bool `json:"asks"`
	// Heights are pairs of a window's width and the banner's height, Handle the
	// handle's width and height, in CSS pixels.
	Heights [][2]int `json:"heights"`
	Handle  [2]int   `json:"handle"`
	// Tools are the platform's keys that a cookie holds beside the purposes.
	Tools []string `json:"tools"`
	// Scopes are those under which a choice may still hold: id -> purpose -> the
	// tools that a grant of it opens, or null if the purpose gained something since:
	// a grant of it no longer holds, a refusal does.
	Scopes map[string]map[string][]string `json:"scopes"`
	// Title is the name of the banner's frame and Manage the text of a link to the
	// form, by language.
	Title  map[string]string `json:"title"`
	Manage map[string]string `json:"manage"`
}

func (p *Pages) describeScript(scopes []consent.Scope, covered consent.Coverages) scriptDocument {
	c := p.content.Charter
	d := scriptDocument{
		Asks: p.mode != charter.None, Tools: consent.PlatformKeys(),
		Scopes: map[string]map[string][]string{}, Title: map[string]string{}, Manage: map[string]string{},
	}
	for _, h := range c.Heights {
		d.Heights = append(d.Heights, [2]int{h.Width, h.Height})
	}
	if p.site.Handle {
		d.Handle = [2]int{c.Handle.Width, c.Handle.Height}
	}
	terms := consent.Terms{Scope: p.scope, Covered: covered}
	for _, scope := range append(scopes, p.scope) {
		if opens, holds := terms.Opens(scope); holds {
			d.Scopes[scope.ID()] = opens
		}
	}
	for _, lang := range c.Languages {
		d.Title[lang], d.Manage[lang] = p.words[lang].Say("kit_title"), p.words[lang].Say("manage")
	}
	return d
}

// namePattern returns the declared names as one regular expression that a script
// can match cookies with: "*" is any run, "#" digits.
func namePattern(trackers []string) string {
	var each []string
	for _, id := range trackers {
		kind, name := consent.SplitKind(id)
		if kind != consent.Cookie {
			continue
		}
		each = append(each, strings.NewReplacer(`\*`, ".*", "#", "[0-9]+").Replace(regexp.QuoteMeta(name)))
	}
	if len(each) == 0 {
		return "(?!)" // matches nothing, not even a cookie without a name
	}
	return "^(?:" + strings.Join(each, "|") + ")$"
}
