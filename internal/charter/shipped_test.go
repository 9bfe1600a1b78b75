package charter_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"charte/internal/charter"
	"charte/internal/consent"
)

func shipped(t *testing.T) *charter.Charter {
	t.Helper()
	loaded, err := charter.Load(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}

// H-03: the exempt trackers are listed too.
func TestTheShippedCharterLoadsWithoutAWarning(t *testing.T) {
	t.Parallel()
	loaded := shipped(t)
	for _, w := range loaded.Warnings {
		t.Error(w)
	}
	if want := []string{"fr", "en"}; !slices.Equal(loaded.Languages, want) {
		t.Errorf("languages %v, want %v", loaded.Languages, want)
	}
	if !consent.NothingToAsk(loaded.Purposes) {
		t.Error("the shipped charter has nothing to ask today")
	}
	want := "sessionid django_language csrftoken cookies_preferences __Host-charte-receipt"
	if got := strings.Join(loaded.Purposes[0].Trackers, " "); got != want {
		t.Errorf("necessary trackers %s, want %s", got, want)
	}
}

// The scope is that of the versions in which the purposes were named after who sets
// the cookies, so that the upgrade asks nobody again (C-13).
func TestTheShippedCharterAsksForTheSameScopeAsBefore(t *testing.T) {
	t.Parallel()
	const before = "5497383b"
	if got := consent.NewScope(shipped(t).Purposes).ID(); got != before {
		t.Errorf("scope %s, want %s", got, before)
	}
}

// A purpose's name and first sentence fit a line or two of a phone (C-10, C-11).
func TestTheShippedPurposesAreDescribedInFewWords(t *testing.T) {
	t.Parallel()
	loaded := shipped(t)
	for _, language := range loaded.Languages {
		for i, p := range loaded.In(language).Purposes {
			if loaded.Purposes[i].Exempt {
				continue
			}
			for _, text := range []string{p.Short, p.Description} {
				if n := utf8.RuneCountInString(text); n == 0 || n > 50 {
					t.Errorf("%s: %q has %d characters, want 1 to 50", language, text, n)
				}
			}
		}
	}
}

// The charter contains the whole source text: each line, and each cell of its
// tab-separated rows, verbatim and in order. Only spaces, quotes, apostrophes and the
// accent on a capital may differ.
func TestTheCharterHoldsTheSourceTextVerbatimAndInOrder(t *testing.T) {
	t.Parallel()
	same := strings.NewReplacer("\u00a0", "", "\u202f", "", " ", "", "\n", "", "’", "'", "\"", "", "«", "", "»", "", "À", "A", "`", "")
	read := func(name string) string {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	_, body, _ := strings.Cut(strings.TrimPrefix(read("../../charter.md"), "---\n"), "\n---\n")
	rest := same.Replace(body)
	for line := range strings.Lines(read("testdata/source.txt")) {
		for _, part := range strings.Split(line, "\t") {
			_, after, found := strings.Cut(rest, same.Replace(part))
			if !found {
				t.Fatalf("missing, or out of order: %q", part)
			}
			rest = after
		}
	}
}
