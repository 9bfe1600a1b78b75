package theme

import (
	"regexp"
	"strings"

	"charte/internal/message"
)

// declaration is one custom property as it is set.
type declaration struct {
	name, value string
	dark        bool
	line        int // from 1
}

const darkQuery = "@media (prefers-color-scheme: dark)"

var (
	comment  = regexp.MustCompile(`(?s)/\*.*?\*/`)
	darkRule = regexp.MustCompile(`^@media\s+(screen\s+and\s+)?\(\s*prefers-color-scheme\s*:\s*dark\s*\)$`)
)

// parse reads :root rules, in the open or in the dark media query. Whatever else
// stands there is a fault.
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

// rules reads "prelude { body }" one after the other; line is where css begins.
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
			p.fault(line, message.Of("a rule lacks its { or its }: %.40q", css))
			return
		}
		prelude, body := strings.TrimSpace(css[:open]), css[open+1:end]
		first := line + strings.Count(css[:open], "\n")
		switch {
		case prelude == ":root":
			p.declarations(body, first, dark)
		case darkRule.MatchString(prelude) && !dark:
			p.rules(body, first, true)
		default:
			p.fault(line, message.Of("a theme may set values only in :root { … } or in %s { :root { … } }, not in %q", darkQuery, prelude))
		}
		line += strings.Count(css[:end], "\n")
		css = css[end+1:]
	}
}

// closing returns where the brace at open is closed; -1 where it is not.
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
