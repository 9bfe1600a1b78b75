package check_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"charte/internal/check"
	"charte/internal/message"
)

const (
	fr, en         = "charter.md", "charter.en.md"
	frText, enText = "locales/active.fr.toml", "locales/active.en.toml"
)

// edit is one replacement in one file of the clean site.
type edit struct{ file, old, new string }

// seed makes the clean site break one rule.
type seed struct {
	rule  string
	at    string // expected places, "file:line" or "settings"
	edits []edit
	set   func(*site)
}

// corpus returns at least one seed for every rule.
func corpus() []seed {
	return slices.Concat(startSeeds(), trackerSeeds(), exemptSeeds(), wordSeeds(), firstLayerSeeds(),
		languageSeeds(), placeSeeds(), noticeSeeds(), platformSeeds(), settingSeeds())
}

// stop adds an error that prevents serve from starting.
func stop(err error) func(*site) {
	return func(s *site) { s.stops = append(s.stops, errors.Join(err)) }
}

// inFile adds such an error about a file of the content folder.
func inFile(name string, line int, problem, fix message.Text) func(*site) {
	return stop(message.Fault{File: "/srv/content/" + name, Line: line, Problem: problem, Fix: fix})
}

func setFlag(change func(*check.Settings)) func(*site) {
	return func(s *site) { change(&s.settings) }
}

// Each seed is found by its rule, at the expected places, and by no other rule.
func TestEachSeedBreaksItsRuleAndNoOther(t *testing.T) {
	t.Parallel()
	for i, seed := range corpus() {
		t.Run(fmt.Sprintf("%s %d", seed.rule, i), func(t *testing.T) {
			t.Parallel()
			s := clean(t)
			for _, e := range seed.edits {
				s.edit(t, e.file, e.old, e.new)
			}
			if seed.set != nil {
				seed.set(s)
			}
			var places []string
			for _, f := range check.Run(s.input()).Findings {
				if f.Rule.ID == "charter-doubt" && seed.rule == "own-cookie-asked" {
					continue // the pattern overlaps the service's own cookies, which another purpose declares
				}
				if f.Rule.ID != seed.rule {
					t.Errorf("also breaks %s: %s:%d %s", f.Rule.ID, f.File, f.Line, f.Problem)
					continue
				}
				places = append(places, place(f))
				if f.Problem.IsZero() || f.Fix.IsZero() {
					t.Errorf("the problem is %q, the fix %q", f.Problem, f.Fix)
				}
			}
			if got := strings.Join(places, " "); got != seed.at {
				t.Errorf("found at %q, want %q", got, seed.at)
			}
		})
	}
}

func place(f check.Reported) string {
	if f.File == "" {
		return "settings"
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

func TestEveryRuleHasASeed(t *testing.T) {
	t.Parallel()
	for _, rule := range check.Rules() {
		if !slices.ContainsFunc(corpus(), func(s seed) bool { return s.rule == rule.ID }) {
			t.Errorf("no seed breaks %s", rule.ID)
		}
		if rule.Reason == "" || rule.Source == "" || rule.Fix == "" {
			t.Errorf("%s has no reason, source or fix", rule.ID)
		}
	}
}
