package charter

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"charte/locales"

	"github.com/BurntSushi/toml"
)

// wordList holds the words of locales/columns.toml.
type wordList struct {
	languages map[string]languageWords
	matches   map[columnKind][]string // words that identify a column, of all languages
	noCookie  []string                // words in place of a cookie's name, of all languages
}

// languageWords holds the words of one language.
type languageWords struct {
	NoCookie []string `toml:"no_cookie"`
	// Matches lists, for each kind, the words that identify a column.
	Matches map[columnKind][]string
	// Header has the header of each column of a new table.
	Header map[columnKind]string
	// Example has the headers that messages suggest.
	Example map[columnKind]string
}

// columnWords returns the word list. It panics if the embedded file is not valid.
var columnWords = sync.OnceValue(func() *wordList {
	w := &wordList{matches: map[columnKind][]string{}}
	if _, err := toml.Decode(locales.Columns, &w.languages); err != nil {
		panic(fmt.Errorf("locales/columns.toml: %w", err))
	}
	for _, language := range slices.Sorted(maps.Keys(w.languages)) {
		words := w.languages[language]
		w.noCookie = append(w.noCookie, words.NoCookie...)
		for kind, list := range words.Matches {
			w.matches[kind] = append(w.matches[kind], list...)
		}
	}
	return w
})

// in returns the words of a language, and the English ones for a language that
// the list does not have.
func (w *wordList) in(language string) languageWords {
	if words, found := w.languages[language]; found {
		return words
	}
	return w.languages["en"]
}
