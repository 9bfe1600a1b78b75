package setup

import (
	"regexp"
	"strings"
)

// reference matches what may be a character reference, such as "&amp;".
var reference = regexp.MustCompile(`^&[#A-Za-z]`)

// special holds the characters that Markdown may give a meaning inside a line. A bar
// would end a table's cell even behind a backslash in some cells, so it is a reference.
const special = "\\`*_{}[]<>~#"

// markdown returns text as Markdown that shows it literally, also at the start of a line.
func markdown(text string) string {
	var b strings.Builder
	digits := true // only digits so far: "1." would begin a list
	for i, c := range text {
		switch {
		case c == '|':
			b.WriteString("&#124;")
			continue
		case strings.ContainsRune(special, c), c == '&' && reference.MatchString(text[i:]), i == 0 && strings.ContainsRune("-+=", c), i > 0 && digits && strings.ContainsRune(".)", c):
			b.WriteByte('\\')
		}
		digits = digits && '0' <= c && c <= '9'
		b.WriteRune(c)
	}
	return b.String()
}

// yaml returns text as a double-quoted scalar.
func yaml(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
