package charter

import (
	"regexp"
	"strings"

	"charte/internal/consent"
	"charte/internal/message"
)

var (
	onlyWildcard = regexp.MustCompile(`^[*#.]+$`)
	// placeholder matches what people write for a part of a name that varies.
	placeholder = regexp.MustCompile(`<[^<>]*>|\[[^\[\]]*\]|\{[^{}]*\}|\([^()]*\)|…|\.\.\.`)
)

// checkNames reports tracker names of a row that no cookie can have.
func checkNames(src *source, t *table, r row) {
	names := t.names(r)
	if len(names) == 0 {
		src.warn(r.line, message.Of("the row names no cookie, so it declares no tracker"), message.Of("write its name, or a pattern such as _ga_*"))
	}
	prefixed := false
	for _, n := range names {
		if prefixed && n.prefix == "" {
			src.warn(r.line, message.Of("a kind was written before another name of the cell, and does not apply to %q", n.name), message.Of("write the kind before each name, such as localStorage: %s", n.name))
		}
		prefixed = prefixed || n.prefix != ""
		checkName(src, r.line, n)
	}
}

func checkName(src *source, line int, n declaredName) {
	name := n.name
	switch {
	case onlyWildcard.MatchString(name):
		src.fault(line, message.Of("the pattern %q matches every cookie", name), message.Of("write the fixed part of the name, such as _ga_*"))
	case strings.Contains(name, "**"):
		src.warn(line, message.Of("the stars in %q are read as a pattern, not as bold text", name), message.Of("write the name without them"))
	case isItalic(name):
		src.warn(line, message.Of("the stars around %q are read as a pattern, not as italics", name), message.Of("write the name without them"))
	case n.kind == consent.Cookie && !consent.IsCookieName(name):
		fix := message.Of("separate names by ; or <br>, and write * for a part that varies")
		if better := strings.ReplaceAll(placeholder.ReplaceAllString(name, "*"), " ", ""); placeholder.MatchString(name) && consent.IsCookieName(better) && !onlyWildcard.MatchString(better) {
			fix = message.Of("write %s if a part of the name varies, or the name alone", better)
		}
		src.warn(line, message.Of("no cookie can have the name %q", name), fix)
	}
}

// isItalic reports whether a name has one star at each end and none between, as
// Markdown writes italics.
func isItalic(name string) bool {
	return len(name) > 2 && strings.Count(name, "*") == 2 && name[0] == '*' && name[len(name)-1] == '*'
}
