package check

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/BurntSushi/toml"

	"charte/locales"
)

// languageWords is a section of locales/words.toml.
type languageWords struct {
	And      string
	Patterns map[string][]string
	Units    map[string][]string
	Numbers  map[string]float64
	Frequent []string
}

// wordList holds the words of all languages. They are matched against folded texts;
// see [fold].
type wordList struct {
	patterns map[string]*regexp.Regexp
	// in holds the patterns by language: in["fr"]["rights"].
	in      map[string]map[string]*regexp.Regexp
	ands    []string
	units   map[string]time.Duration
	numbers map[string]float64
	// frequent maps a word to the language in which it is frequent, if there is only
	// one. recognised lists the languages with such words, sorted.
	frequent   map[string]string
	recognised []string
}

// lengths are the durations of the units in locales/words.toml.
var lengths = map[string]time.Duration{
	"second": time.Second, "minute": time.Minute, "hour": time.Hour, "day": day, "week": 7 * day, "month": month, "year": year,
}

// vocabulary returns the word list. It panics if the embedded file is not valid.
var vocabulary = sync.OnceValue(func() *wordList {
	var languages map[string]languageWords
	if _, err := toml.Decode(locales.Words, &languages); err != nil {
		panic(fmt.Errorf("locales/words.toml: %w", err))
	}
	list := &wordList{
		patterns: map[string]*regexp.Regexp{}, in: map[string]map[string]*regexp.Regexp{},
		units: map[string]time.Duration{}, numbers: map[string]float64{}, frequent: map[string]string{},
	}
	all := map[string][]string{}
	for _, code := range slices.Sorted(maps.Keys(languages)) {
		list.add(code, languages[code])
		for name, patterns := range languages[code].Patterns {
			all[name] = append(all[name], patterns...)
		}
	}
	for name, patterns := range all {
		list.patterns[name] = anyOf(patterns)
	}
	return list
})

func (l *wordList) add(code string, own languageWords) {
	l.in[code] = map[string]*regexp.Regexp{}
	for name, patterns := range own.Patterns {
		l.in[code][name] = anyOf(patterns)
	}
	for unit, names := range own.Units {
		for _, name := range names {
			l.units[name] = lengths[unit]
		}
	}
	maps.Copy(l.numbers, own.Numbers)
	l.ands = append(l.ands, own.And)
	l.addFrequent(code, own.Frequent)
}

// addFrequent adds the frequent words of a language. A word that another language has too
// recognises none of them: it is mapped to "".
func (l *wordList) addFrequent(code string, words []string) {
	for _, word := range words {
		if _, shared := l.frequent[word]; shared {
			l.frequent[word] = ""
			continue
		}
		l.frequent[word] = code
	}
	if len(words) > 0 {
		l.recognised = append(l.recognised, code)
	}
}

func anyOf(patterns []string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(patterns, "|"))
}

// pattern returns the pattern of that name in locales/words.toml, for all languages
// together. It panics if the name is unknown.
func pattern(name string) *regexp.Regexp {
	p, found := vocabulary().patterns[name]
	if !found {
		panic("locales/words.toml has no pattern " + name)
	}
	return p
}

// Mentions reports whether text matches the pattern of that name in
// locales/words.toml, in any language. It panics if there is no such pattern.
func Mentions(name, text string) bool { return pattern(name).MatchString(fold(text)) }
