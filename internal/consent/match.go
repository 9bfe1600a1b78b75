package consent

import "strings"

// Matches reports whether a cookie's name matches the declared name, in which "*"
// matches any run of characters and "#" one or more digits. It takes time in
// proportion to both lengths: names come from requests.
func Matches(declared, name string) bool {
	wild := strings.IndexAny(declared, "*#")
	if wild < 0 {
		return declared == name
	}
	// Most names fail here, for nothing.
	rest, ok := strings.CutPrefix(name, declared[:wild])
	return ok && matchesWild(declared[wild:], rest)
}

func matchesWild(declared, name string) bool {
	// at[i] reports whether the first i bytes of declared match what was read of name.
	at := make([]bool, len(declared)+1)
	at[0] = true
	skipRuns(declared, at)
	for i := range len(name) {
		next := make([]bool, len(at))
		for d := range len(declared) {
			switch declared[d] {
			case '*':
				next[d] = next[d] || at[d] // the run goes on
			case '#':
				next[d+1] = next[d+1] || isDigit(name[i]) && (at[d] || at[d+1])
			default:
				next[d+1] = next[d+1] || at[d] && declared[d] == name[i]
			}
		}
		skipRuns(declared, next)
		at = next
	}
	return at[len(declared)]
}

// skipRuns lets every "*" match the empty run.
func skipRuns(declared string, at []bool) {
	for d := range len(declared) {
		if declared[d] == '*' && at[d] {
			at[d+1] = true
		}
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
