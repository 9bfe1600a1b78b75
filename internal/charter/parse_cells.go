package charter

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"charte/internal/consent"
)

// factIn returns the text of a provider's or a duration's cell; "" if it contains a
// sign or words for nothing, such as "-" or "unknown".
func factIn(text string) string {
	if slices.Contains(nothingSigns, strings.ToLower(strings.TrimSpace(text))) || isOneOf(columnWords().nothing, text) {
		return ""
	}
	return text
}

// isYesOrNo reports whether a cell is an answer, which names no provider.
func isYesOrNo(text string) bool { return isOneOf(columnWords().yesNo, text) }

// providersIn returns the providers that a cell names, each once. A name in whole is
// never split, so that providers: in the front matter can hold one with a comma. lines
// are the cell's lines as plain text.
func providersIn(lines, whole []string) (names []string) {
	for _, line := range lines {
		if slices.Contains(whole, collapse(line)) {
			names = appendNew(names, collapse(line))
			continue
		}
		for _, name := range splitProviders(line) {
			if name = factIn(collapse(name)); !isYesOrNo(name) {
				names = appendNew(names, name)
			}
		}
	}
	return names
}

// splitProviders splits at commas, semicolons and words such as "and". A legal form
// after a comma belongs to the name before it, and a word "and" within brackets or
// before a word in lower case to the name around it.
func splitProviders(line string) (names []string) {
	for _, part := range splitOutside(line, ";,") {
		if len(names) > 0 && isOneOf(columnWords().legal, part) {
			names[len(names)-1] += ", " + strings.TrimSpace(part)
			continue
		}
		names = append(names, splitAtAnd(part)...)
	}
	return names
}

func splitAtAnd(text string) (names []string) {
	words, depth, first := strings.Fields(text), 0, 0
	for i, word := range words {
		depth += strings.Count(word, "(") - strings.Count(word, ")")
		if depth == 0 && i > first && i+1 < len(words) && isAnd(word) && startsName(words[i+1]) {
			names, first = append(names, strings.Join(words[first:i], " ")), i+1
		}
	}
	return append(names, strings.Join(words[first:], " "))
}

func isAnd(word string) bool {
	return word == strings.ToLower(word) && columnWords().and[lowerWithoutAccents(word)]
}

// startsName reports whether a word may begin a name: it is not in lower case, or it
// contains a dot, as domains do.
func startsName(word string) bool {
	first, _ := utf8.DecodeRuneInString(word)
	return unicode.ToLower(first) != first || unicode.IsDigit(first) || strings.Contains(strings.Trim(word, "."), ".")
}

// splitOutside splits a text at separators outside brackets.
func splitOutside(text, separators string) []string {
	depth := 0
	return strings.FieldsFunc(text, func(c rune) bool {
		switch c {
		case '(':
			depth++
		case ')':
			depth = max(depth-1, 0)
		}
		return depth == 0 && strings.ContainsRune(separators, c)
	})
}

// kindIn returns the kind of tracker that a cell of a column "type" names; a cookie if
// it names none.
func kindIn(text string) consent.Kind {
	words := foldWords(text)
	for n := len(words); n > 0; n-- { // the longest phrase in it
		for i := 0; i+n <= len(words); i++ {
			if kind, found := columnWords().kinds[strings.Join(words[i:i+n], " ")]; found && !slices.Contains(words, "cookie") {
				return kind
			}
		}
	}
	return consent.Cookie
}

// splitPrefix splits "kind: name" and returns both.
func splitPrefix(name string) (consent.Kind, string) {
	before, after, found := strings.Cut(name, ":")
	if !found {
		return consent.Cookie, name
	}
	if kind, known := columnWords().kinds[strings.Join(foldWords(before), " ")]; known {
		return kind, strings.Trim(strings.TrimSpace(after), "`")
	}
	return consent.Cookie, name
}
