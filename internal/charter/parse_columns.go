package charter

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

// columnKind is the kind of fact that a column contains. Its values are the keys
// of locales/columns.toml.
type columnKind string

const (
	// otherColumn is a column that is shown and not read; unknownColumn is one with an
	// unknown header.
	otherColumn    columnKind = "other"
	unknownColumn  columnKind = ""
	providerColumn columnKind = "provider"
	serviceColumn  columnKind = "service"
	nameColumn     columnKind = "name"
	purposeColumn  columnKind = "purpose"
	durationColumn columnKind = "duration"
	typeColumn     columnKind = "type"
)

// matchOrder lists the kinds by precedence in a header with the words of several:
// "Durée du cookie" is a duration, "Nom du prestataire" a provider, "Type de cookie" a
// type.
var matchOrder = []columnKind{durationColumn, purposeColumn, providerColumn, typeColumn, serviceColumn, nameColumn, otherColumn}

// facts lists the kinds that each need a column: a cell with two of them is not split.
var facts = []columnKind{nameColumn, providerColumn, purposeColumn, durationColumn}

var (
	markup    = regexp.MustCompile("(?i)<[^>]*>|[*`\\\\]|__|\\]\\([^)]*\\)|[\\[\\]]")
	optional  = regexp.MustCompile(`(\pL)[(·.]\pL{1,3}\)?($|[^\pL])`) // "Nom(s)", "Finalité·s"
	aside     = regexp.MustCompile(`\([^)]*\)?`)
	separator = regexp.MustCompile(`[/&+,;:|–—]| - `)
)

// header is what the program reads of a column's header.
type header struct {
	kind columnKind
	// second is another fact in the same column; empty if there is none.
	second columnKind
}

// readHeader reads the header of a column, in Markdown or plain text, in any known
// language. Every word of it must be known, so that nothing is guessed.
func readHeader(text string) header {
	text = markup.ReplaceAllString(html.UnescapeString(text), " ")
	text = strings.TrimSpace(optional.ReplaceAllString(text, "$1$2"))
	without := aside.ReplaceAllString(text, " ")
	if asksYesOrNo(text) {
		return header{kind: otherColumn}
	}
	if h := readFacts(text); h.kind != unknownColumn || without == text || strings.TrimSpace(without) == "" {
		return h
	}
	return readFacts(without)
}

// asksYesOrNo reports whether the words in brackets are the answers of a column, as
// in "Tiers (oui/non)".
func asksYesOrNo(text string) bool {
	words := foldWords(strings.Join(aside.FindAllString(text, -1), " "))
	return len(words) > 1 && !slices.ContainsFunc(words, func(word string) bool { return !columnWords().yesNo[word] && !columnWords().and[word] })
}

// readFacts reads a header as a whole, or as several facts.
func readFacts(text string) header {
	kinds := kindsIn(foldWords(text))
	if len(kinds) == 0 {
		return header{}
	}
	h := header{kind: kinds[0]}
	parts := splitFacts(text)
	if len(parts) < 2 {
		return h
	}
	var each []columnKind
	for _, part := range parts {
		if kinds := kindsIn(foldWords(part)); len(kinds) > 0 && slices.Contains(facts, kinds[0]) && !slices.Contains(each, kinds[0]) {
			each = append(each, kinds[0])
		}
	}
	if len(each) > 0 && columnWords().phrases[strings.Join(foldWords(text), " ")] == unknownColumn {
		h.kind = each[0]
	}
	if len(each) > 1 && h.kind == each[0] {
		h.second = each[1]
	}
	return h
}

// splitFacts splits a header at signs and at words such as "and".
func splitFacts(text string) (parts []string) {
	for _, piece := range separator.Split(text, -1) {
		var part []string
		for _, word := range strings.Fields(piece) {
			if isOneOf(columnWords().and, word) {
				parts, part = append(parts, strings.Join(part, " ")), nil
				continue
			}
			part = append(part, word)
		}
		parts = append(parts, strings.Join(part, " "))
	}
	return slices.DeleteFunc(parts, func(part string) bool { return strings.TrimSpace(part) == "" })
}

// kindsIn returns the kinds of the phrases that make up a header, by precedence; nil
// if a word of it is not known, or none has a kind.
func kindsIn(words []string) (kinds []columnKind) {
	list := columnWords()
	for len(words) > 0 {
		n := min(len(words), list.longest)
		for ; n > 0; n-- {
			if kind, found := list.phrases[strings.Join(words[:n], " ")]; found {
				kinds = append(kinds, kind)
				break
			}
		}
		if n == 0 {
			if !list.small[words[0]] && !list.and[words[0]] {
				return nil
			}
			n = 1
		}
		words = words[n:]
	}
	slices.SortFunc(kinds, func(a, b columnKind) int { return slices.Index(matchOrder, a) - slices.Index(matchOrder, b) })
	return slices.Compact(kinds)
}
