package check_test

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/phrase"
)

func french(t *testing.T) phrase.Words {
	t.Helper()
	words, err := check.Words("fr")
	if err != nil {
		t.Fatal(err)
	}
	return words
}

var (
	verb   = regexp.MustCompile(`%[-+# 0]*[0-9.]*[a-zA-Z%]`)
	letter = regexp.MustCompile(`\pL`)
)

// What is only places, such as "%s, %s", needs no words.
func TestEverySentenceExistsInFrenchAndNoOther(t *testing.T) {
	t.Parallel()
	words, all := french(t), sentences(t)
	for _, english := range slices.Sorted(maps.Keys(all)) {
		if words[english] == "" && letter.MatchString(verb.ReplaceAllString(english, "")) {
			t.Errorf("%s: %q is not said in French", all[english], english)
		}
	}
	for english := range words {
		if all[english] == "" && !isSource(english) {
			t.Errorf("%q is said in French, and nowhere in English", english)
		}
	}
}

// isSource says that a rule rests on it. Most sources are citations, which stay.
func isSource(text string) bool {
	return slices.ContainsFunc(check.Rules(), func(r check.Rule) bool { return r.Source == text })
}

// A place too many shows as "%!s(MISSING)", one of another kind as "%!d(string=…)".
func TestEveryLanguageHasTheSamePlaces(t *testing.T) {
	t.Parallel()
	places := func(sentence string) string {
		return strings.NewReplacer("%q", "%s", "q", "s").Replace(strings.Join(verb.FindAllString(sentence, -1), " "))
	}
	for english, own := range french(t) {
		if places(english) != places(own) {
			t.Errorf("%q has %s, %q has %s", english, places(english), own, places(own))
		}
	}
}

// Spaces that keep a sign with its word, and no straight apostrophe.
func TestFrenchKeepsItsTypography(t *testing.T) {
	t.Parallel()
	wrong := regexp.MustCompile(`\pL'\pL| [;!?»]|« | : | :$|\pL[;!?»]( |$)|\.\.\.`)
	for _, own := range french(t) {
		if at := wrong.FindString(own); at != "" {
			t.Errorf("%q in %q", at, own)
		}
	}
}

// A sentence in two files would be said as the last one says.
func TestASentenceStandsInOneFile(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("words/*/*.toml")
	if err != nil {
		t.Fatal(err)
	}
	lines := 0
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if strings.HasPrefix(line, "\"") || strings.HasPrefix(line, "'") {
				lines++
			}
		}
	}
	if n := len(french(t)); n != lines {
		t.Errorf("%d lines give %d sentences", lines, n)
	}
}

func TestWordsAreThereForTheLanguagesThatAreListed(t *testing.T) {
	t.Parallel()
	folders, err := filepath.Glob("words/*")
	if err != nil || len(folders) != len(check.Languages())-1 {
		t.Error(folders, err)
	}
	for _, code := range check.Languages() {
		if words, err := check.Words(code); err != nil || (len(words) == 0) != (code == check.English) {
			t.Errorf("%s: %d words, %v", code, len(words), err)
		}
	}
	for code, want := range map[string]string{"fr": "fr", "en": "en", "de": "en", "": "en"} {
		if got := check.Nearest(code); got != want {
			t.Errorf("%q is spoken to in %s, want %s", code, got, want)
		}
	}
}
