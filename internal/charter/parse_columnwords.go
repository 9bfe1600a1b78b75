package charter

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"unicode"

	"charte/internal/consent"
	"charte/locales"

	"github.com/BurntSushi/toml"
)

// wordList holds the words of locales/columns.toml in all languages, folded by
// [foldWords].
type wordList struct {
	languages map[string]languageWords
	// phrases maps a word or phrase of a header to the kind of column; longest is the
	// number of words of the longest one.
	phrases map[string]columnKind
	longest int
	small   map[string]bool // words without a meaning in a header
	and     map[string]bool
	yesNo   map[string]bool
	nothing map[string]bool // in place of a provider or a duration
	noName  map[string]bool // in place of a cookie's name
	legal   map[string]bool
	kinds   map[string]consent.Kind
}

// languageWords holds the words of one language.
type languageWords struct {
	NoCookie []string `toml:"no_cookie"`
	Nothing  []string
	YesNo    []string `toml:"yes_no"`
	And      []string
	Small    []string
	Legal    []string
	// Columns lists, for each kind, the words and phrases of headers.
	Columns map[columnKind][]string
	// Kinds lists the words for trackers other than cookies.
	Kinds map[consent.Kind][]string
	// Header has the header of each column of a new table.
	Header map[columnKind]string
	// Example has the headers that messages suggest.
	Example map[columnKind]string
}

// columnWords returns the word list. It panics if the embedded file is not valid.
var columnWords = sync.OnceValue(func() *wordList {
	w := &wordList{phrases: map[string]columnKind{}, kinds: map[string]consent.Kind{}, small: map[string]bool{}, and: map[string]bool{},
		yesNo: map[string]bool{}, nothing: map[string]bool{}, noName: map[string]bool{}, legal: map[string]bool{}}
	if _, err := toml.Decode(locales.Columns, &w.languages); err != nil {
		panic(fmt.Errorf("locales/columns.toml: %w", err))
	}
	for _, language := range slices.Sorted(maps.Keys(w.languages)) {
		w.add(w.languages[language])
	}
	return w
})

func (w *wordList) add(own languageWords) {
	for set, list := range map[*map[string]bool][]string{&w.small: own.Small, &w.and: own.And, &w.yesNo: own.YesNo,
		&w.nothing: own.Nothing, &w.noName: own.NoCookie, &w.legal: own.Legal} {
		for _, word := range list {
			(*set)[strings.Join(foldWords(word), " ")] = true
		}
	}
	for kind, list := range own.Columns {
		for _, phrase := range list {
			words := foldWords(phrase)
			w.phrases[strings.Join(words, " ")], w.longest = kind, max(w.longest, len(words))
		}
	}
	for kind, list := range own.Kinds {
		for _, phrase := range list {
			w.kinds[strings.Join(foldWords(phrase), " ")] = kind
		}
	}
}

// in returns the words of a language, and the English ones for a language that
// the list does not have.
func (w *wordList) in(language string) languageWords {
	if words, found := w.languages[language]; found {
		return words
	}
	return w.languages["en"]
}

// foldWords returns the words of a text in lower case, without accents and without
// the plural's s.
func foldWords(text string) []string {
	words := strings.FieldsFunc(lowerWithoutAccents(text), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	for i, word := range words {
		if len(word) > 3 {
			words[i] = strings.TrimSuffix(word, "s")
		}
	}
	return words
}

// isOneOf reports whether a text, folded, is a word or phrase of a set.
func isOneOf(set map[string]bool, text string) bool { return set[strings.Join(foldWords(text), " ")] }
