package check

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold normalises text for searching: lower case, no accents, straight apostrophes,
// plain spaces, no Markdown emphasis. It preserves line feeds, so that callers can
// count lines.
func fold(text string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(text)) {
		switch {
		case unicode.Is(unicode.Mn, c), c == '*', c == '`':
		case c == '’':
			b.WriteByte('\'')
		case c == '‑' || c == '–':
			b.WriteByte('-')
		case c != '\n' && unicode.IsSpace(c):
			b.WriteByte(' ')
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// visibleText returns the folded text of a file, with front matter and comments
// replaced by empty lines: visitors do not see them, and line numbers stay valid.
func visibleText(f File) string {
	lines := strings.Split(fold(f.Text), "\n")
	inFront := false
	for i, line := range lines {
		switch {
		case strings.HasSuffix(f.Name, ".md") && strings.TrimSpace(line) == "---" && (i == 0 || inFront):
			inFront = i == 0
			lines[i] = ""
		case inFront, strings.HasSuffix(f.Name, ".toml") && strings.HasPrefix(strings.TrimSpace(line), "#"):
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}
