package textdiff_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"charte/internal/textdiff"
)

func compare(old, new string) string {
	var b strings.Builder
	for _, p := range textdiff.Compare(strings.Fields(old), strings.Fields(new)) {
		fmt.Fprintf(&b, "%s(%s) ", p.Kind, strings.Join(p.Words, " "))
	}
	return strings.TrimSpace(b.String())
}

func TestDifferencesAreInReadingOrder(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ old, new, want string }{
		"nothing":         {"a b", "a b", "same(a b)"},
		"a word added":    {"kept 6 months", "kept at most 6 months", "same(kept) added(at most) same(6 months)"},
		"a word removed":  {"a b c", "a c", "same(a) removed(b) same(c)"},
		"a word replaced": {"kept 6 months", "kept 13 months", "same(kept) removed(6) added(13) same(months)"},
		"everything":      {"a b", "c", "removed(a b) added(c)"},
		"from nothing":    {"", "a", "added(a)"},
		"repeated words":  {"a a a", "a a", "same(a a) removed(a)"},
	} {
		if got := compare(test.old, test.new); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}

func TestADifferenceContainsBothTexts(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom([]string{"a", "b", "c"})
		old, new := rapid.SliceOf(word).Draw(t, "old"), rapid.SliceOf(word).Draw(t, "new")
		var gotOld, gotNew []string
		for _, p := range textdiff.Compare(old, new) {
			if p.Kind != textdiff.Added {
				gotOld = append(gotOld, p.Words...)
			}
			if p.Kind != textdiff.Removed {
				gotNew = append(gotNew, p.Words...)
			}
		}
		if !slices.Equal(gotOld, old) || !slices.Equal(gotNew, new) {
			t.Fatalf("it holds %q and %q", gotOld, gotNew)
		}
	})
}

func TestWordsAreTheVisibleOnes(t *testing.T) {
	t.Parallel()
	page := `<title>No</title><style>p{}</style><h1>Cookies : le choix</h1><p>Un <em>mot</em>.</p><ul><li>a<li>b</ul>`
	want := []string{"Cookies :", "le", "choix", "\n", "Un", "mot", ".", "\n", "a", "\n", "b", "\n"}
	if got := textdiff.Words([]byte(page)); !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
}
