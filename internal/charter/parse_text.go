package charter

import (
	"html"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

var tag = regexp.MustCompile(`<[^>]*>`)

// plainText returns the text of HTML that this package rendered.
func plainText(text string) string {
	if !strings.ContainsAny(text, "<&\n") {
		return collapse(text)
	}
	return collapse(html.UnescapeString(tag.ReplaceAllString(text, "")))
}

// collapse replaces each run of white space by one space. It keeps no-break
// spaces, which French typography needs.
func collapse(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool {
		return c == ' ' || c == '\t' || c == '\n' || c == '\r'
	}), " ")
}

// clip shortens a quotation for a message to 40 characters.
func clip(text string) string {
	text = collapse(text)
	if runes := []rune(text); len(runes) > 40 {
		text = string(runes[:40]) + "…"
	}
	return text
}

// lowerWithoutAccents returns text in lower case, without accents.
func lowerWithoutAccents(text string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(text)) {
		if !unicode.Is(unicode.Mn, c) {
			b.WriteRune(c)
		}
	}
	return b.String()
}
