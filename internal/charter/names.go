package charter

import (
	"regexp"
	"slices"
	"strings"
)

var (
	breaks   = regexp.MustCompile(`(?i)<br\s*/?>`)
	wrappers = regexp.MustCompile(`(?i)</?(code|kbd|strong|b|em|i|span|p)>`)
	escaped  = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")

	// cookieName is what RFC 6265 allows in a cookie's name; * and # are ours.
	cookieName = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	onlyWild   = regexp.MustCompile(`^[*#.]+$`)

	// noName is what charters write where a row names no cookie.
	noName = []string{"", "-", "–", "—", "/", "n/a", "aucun", "néant", "sans objet", "none"}
)

// trackerNames reads the names of a cell from its source text. Inline Markdown
// would turn the patterns "_ga_*; _gat_*" into emphasis.
func trackerNames(cell string) []string {
	cell = wrappers.ReplaceAllString(breaks.ReplaceAllString(cell, ";"), "")
	var names []string
	for _, word := range strings.FieldsFunc(cell, func(c rune) bool { return c == ';' || c == ',' }) {
		word = strings.Trim(strings.TrimSpace(word), "`")
		word = strings.Join(strings.Fields(escaped.ReplaceAllString(word, "$1")), " ")
		if !slices.Contains(noName, strings.ToLower(word)) {
			names = append(names, word)
		}
	}
	return names
}
