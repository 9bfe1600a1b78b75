// Package static holds the style sheets, the icons and the script of kit 2. It
// imports the standard library only.
package static

import (
	"embed"
	"strings"
)

// Files are what is served under /static/{hash}/, and the frames' own sheets,
// which stand in their pages.
//
//go:embed *.css *.svg
var Files embed.FS

//go:embed embed.js
var script string

// Script is /embed.js as it is served: without comments, and without the blanks
// that nothing needs. It knows no more of JavaScript than that file uses: text in
// single quotes, comments of the /* kind.
func Script() []byte {
	var b strings.Builder
	for i := 0; i < len(script); {
		rest := script[i:]
		switch {
		case strings.HasPrefix(rest, "/*"):
			i += strings.Index(rest, "*/") + 2
		case rest[0] == '\'':
			end := 2 + strings.IndexByte(rest[1:], '\'')
			b.WriteString(rest[:end])
			i += end
		case rest[0] == ' ' || rest[0] == '\n':
			blanks := len(rest) - len(strings.TrimLeft(rest, " \n"))
			if needed(b.String(), rest[blanks:]) {
				b.WriteByte(' ')
			}
			i += blanks
		default:
			b.WriteByte(rest[0])
			i++
		}
	}
	return []byte(b.String())
}

// needed says that a blank keeps two words, or two signs, apart.
func needed(before, after string) bool {
	return before != "" && after != "" && isWord(before[len(before)-1]) && isWord(after[0])
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}
