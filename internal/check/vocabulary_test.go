package check_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"charte/internal/check"
	"charte/locales"
)

type wordSection struct {
	And      string
	Patterns map[string][]string
	Units    map[string][]string
	Numbers  map[string]float64
	Frequent []string
}

func wordSections(t *testing.T) map[string]wordSection {
	t.Helper()
	var all map[string]wordSection
	meta, err := toml.Decode(locales.Words, &all)
	if err != nil {
		t.Fatal(err)
	}
	if extra := meta.Undecoded(); len(extra) > 0 {
		t.Errorf("no rule reads %v", extra)
	}
	return all
}

// If a language whose texts are shipped lacked a pattern, they would not be checked. Texts
// are folded, so a pattern with an accent or a capital letter would never match.
func TestEveryLanguageHasTheSamePatternsOfFoldedText(t *testing.T) {
	t.Parallel()
	all := wordSections(t)
	var want []string
	for code, section := range all {
		if _, err := locales.Files.Open("active." + code + ".toml"); err != nil {
			want = []string{"endless", "retention", "session"}
		} else {
			want = slices.Sorted(maps.Keys(all["fr"].Patterns))
		}
		if got := slices.Sorted(maps.Keys(section.Patterns)); !slices.Equal(got, want) || section.And == "" || len(section.Frequent) < 40 {
			t.Errorf("%s has %q, want %q", code, got, want)
		}
		for name, patterns := range section.Patterns {
			for _, p := range patterns {
				if _, err := regexp.Compile(p); err != nil || regexp.MustCompile(`[^\x00-\x7f]`).MatchString(p) || strings.ToLower(p) != p {
					t.Errorf("%s, %s: %q (%v)", code, name, p, err)
				}
			}
		}
	}
}

// Lifetime understands each unit and each number of each language.
func TestEveryUnitAndNumberIsRead(t *testing.T) {
	t.Parallel()
	for code, section := range wordSections(t) {
		for unit, names := range section.Units {
			want, ok := check.Lifetime("3 " + unit + "s")
			for _, name := range names {
				if got, _ := check.Lifetime("3 " + name); !ok || got != want || got == 0 {
					t.Errorf("%s: 3 %s are %v, want %v", code, name, got, want)
				}
			}
		}
		for name, n := range section.Numbers {
			if got, _ := check.Lifetime(name + " minutes"); got.Minutes() != n {
				t.Errorf("%s: %s is %v, want %v", code, name, got.Minutes(), n)
			}
		}
		if both, _ := check.Lifetime("1 h " + section.And + " 1 min"); both.Minutes() != 61 {
			t.Errorf("%s: %q adds up to %v", code, section.And, both)
		}
	}
}
