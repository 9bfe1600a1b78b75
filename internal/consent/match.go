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
	// Most names fail here, without an allocation.
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
				next[d] = next[d] || at[d] // the run continues
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

// skipRuns marks the positions that are reached when a "*" matches no characters.
func skipRuns(declared string, at []bool) {
	for d := range len(declared) {
		if declared[d] == '*' && at[d] {
			at[d+1] = true
		}
	}
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// Overlap reports whether a name exists that both declared names match.
func Overlap(a, b string) bool {
	if !strings.ContainsAny(a, "*#") || !strings.ContainsAny(b, "*#") {
		return Matches(a, b) || Matches(b, a)
	}
	// reached[i][j] reports whether some text matches the first i bytes of a and the
	// first j of b. A "#" may match more than one digit, and then stays.
	reached := make([][]bool, len(a)+1)
	for i := range reached {
		reached[i] = make([]bool, len(b)+1)
	}
	type state struct{ i, j int }
	open := []state{{}}
	visit := func(i, j int) {
		if i <= len(a) && j <= len(b) && !reached[i][j] {
			reached[i][j] = true
			open = append(open, state{i, j})
		}
	}
	for len(open) > 0 {
		i, j := open[len(open)-1].i, open[len(open)-1].j
		open = open[:len(open)-1]
		if i < len(a) && a[i] == '*' {
			visit(i+1, j)
		}
		if j < len(b) && b[j] == '*' {
			visit(i, j+1)
		}
		if i < len(a) && j < len(b) && meet(a[i], b[j]) {
			stayA, stayB := a[i] == '*' || a[i] == '#', b[j] == '*' || b[j] == '#'
			visit(i+1, j+1)
			if stayA {
				visit(i, j+1)
			}
			if stayB {
				visit(i+1, j)
			}
		}
	}
	return reached[len(a)][len(b)]
}

// meet reports whether one character can match both bytes of declared names.
func meet(a, b byte) bool {
	switch {
	case a == '*' || b == '*' || a == b:
		return true
	case a == '#':
		return isDigit(b)
	}
	return b == '#' && isDigit(a)
}
