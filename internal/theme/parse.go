package theme

import (
	"regexp"
	"strings"

	"charte/internal/message"
	"charte/internal/trouble"
)

// declaration is the assignment of one custom property.
type declaration struct {
	name, value string
	dark        bool
	line        int // from 1
}

const darkQuery = "@media (prefers-color-scheme: dark)"

var (
	comment     = regexp.MustCompile(`(?s)/\*.*?\*/`)
	darkPrelude = regexp.MustCompile(`^@media\s+(screen\s+and\s+)?\(\s*prefers-color-scheme\s*:\s*dark\s*\)$`)
)

// parse reads :root rules, at the top level or in the dark media query. Everything
// else is a fault.
func parse(css string) ([]declaration, []message.Fault) {
	css = comment.ReplaceAllStringFunc(css, func(c string) string { return strings.Repeat("\n", strings.Count(c, "\n")) })
	p := &parser{}
	p.rules(strings.TrimPrefix(css, "\ufeff"), 1, false)
	return p.found, p.faults
}

type parser struct {
	found  []declaration
	faults []message.Fault
}

func (p *parser) fault(line int, problem message.Text) {
	p.faults = append(p.faults, message.Fault{Line: line, Problem: problem})
}

// rules reads a sequence of "prelude { body }". line is the line where css begins.
func (p *parser) rules(css string, line int, dark bool) {
	for {
		trimmed := strings.TrimLeft(css, " \t\r\n\f")
		line += strings.Count(css[:len(css)-len(trimmed)], "\n")
		if css = trimmed; css == "" {
			return
		}
		open := strings.IndexByte(css, '{')
		end := closing(css, open)
		if end < 0 {
			open := trouble.Brace.At("", line)
			open.Problem = message.Of("%s: %.40q", open.Problem, css)
			p.faults = append(p.faults, open)
			return
		}
		prelude, body := strings.TrimSpace(css[:open]), css[open+1:end]
		first := line + strings.Count(css[:open], "\n")
		switch {
		case prelude == ":root":
			p.declarations(body, first, dark)
		case darkPrelude.MatchString(prelude) && !dark:
			p.rules(body, first, true)
		default:
			p.fault(line, message.Of("a theme may set values only in :root { … } or in %s { :root { … } }, not in %q", darkQuery, prelude))
		}
		line += strings.Count(css[:end], "\n")
		css = css[end+1:]
	}
}

// closing returns the index of the brace that closes the one at open; -1 if there is
// none.
func closing(css string, open int) int {
	if open < 0 {
		return -1
	}
	depth := 0
	for i := open; i < len(css); i++ {
		switch css[i] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

func (p *parser) declarations(body string, line int, dark bool) {
	for part := range strings.SplitSeq(body, ";") {
		trimmed := strings.TrimLeft(part, " \t\r\n\f")
		at := line + strings.Count(part[:len(part)-len(trimmed)], "\n")
		line += strings.Count(part, "\n")
		if trimmed = strings.TrimSpace(trimmed); trimmed == "" {
			continue
		}
		name, value, found := strings.Cut(trimmed, ":")
		name, value = strings.TrimSpace(name), strings.Join(strings.Fields(value), " ")
		if !found || value == "" {
			p.fault(at, message.Of("%.40q is not a declaration; write --charte-name: value;", trimmed))
			continue
		}
		p.found = append(p.found, declaration{name, value, dark, at})
	}
}
