package check_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

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

// A format without letters, such as "%s, %s", needs no translation.
func TestEverySentenceExistsInFrenchAndNoOther(t *testing.T) {
	t.Parallel()
	words, all := french(t), sentences(t)
	for _, english := range slices.Sorted(maps.Keys(all)) {
		if words[english] == "" && letter.MatchString(verb.ReplaceAllString(english, "")) {
			t.Errorf("%s: %q has no French translation", all[english], english)
		}
	}
	for english := range words {
		if all[english] == "" {
			t.Errorf("%q has a French translation, but the program does not use it", english)
		}
	}
}

// places returns the verbs of a format with the index of their argument. %q counts as
// %s, because the French formats write « » themselves.
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

// An extra verb would print "%!s(MISSING)", one of another type "%!d(string=…)".
func TestEveryLanguageHasTheSamePlaces(t *testing.T) {
	t.Parallel()
	for english, own := range french(t) {
		if places(english) != places(own) {
			t.Errorf("%q has %s, %q has %s", english, places(english), own, places(own))
		}
	}
}

// No-break spaces before punctuation, and no straight apostrophe.
func TestFrenchKeepsItsTypography(t *testing.T) {
	t.Parallel()
	wrong := regexp.MustCompile(`\pL'\pL| [;!?»]|« | : | :$|\pL[;!?»]( |$)|\.\.\.`)
	for _, own := range french(t) {
		if at := wrong.FindString(own); at != "" {
			t.Errorf("%q in %q", at, own)
		}
	}
}
