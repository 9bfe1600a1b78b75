package check_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/message"
	"charte/locales"
)

func french(t *testing.T) message.Words {
	t.Helper()
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		t.Fatal(err)
	}
	return catalog["fr"]
}

var (
	verb   = regexp.MustCompile(`%[-+# 0]*(?:\[(\d+)\])?[0-9.]*([a-zA-Z%])`)
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

// isSource reports whether a rule names it as its source. Most sources are
// citations, which are not translated.
func isSource(text string) bool {
	return slices.ContainsFunc(check.Rules(), func(r check.Rule) bool { return r.Source == text })
}

// places lists the verbs of a sentence by the datum that each one takes. %q and
// %s are one, since « » stand where English has quotes.
func places(sentence string) string {
	var all []string
	for i, m := range verb.FindAllStringSubmatch(sentence, -1) {
		at := fmt.Sprint(i + 1)
		if m[1] != "" {
			at = m[1]
		}
		all = append(all, at+strings.Replace(m[0][len(m[0])-1:], "q", "s", 1))
	}
	slices.Sort(all)
	return strings.Join(all, " ")
}

// A place too many shows as "%!s(MISSING)", one of another kind as "%!d(string=…)".
func TestEveryLanguageHasTheSamePlaces(t *testing.T) {
	t.Parallel()
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
