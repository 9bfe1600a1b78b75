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

// edit is one change to one file of the clean site.
type edit struct{ file, old, new string }

// seed breaks one rule of the clean site, and says where it must be found.
type seed struct {
	rule  string
	at    string // "file:line"; "settings" for a flag
	edits []edit
	set   func(*site)
}

// corpus has a seed, or several, for every rule.
func corpus() []seed {
	return slices.Concat(startSeeds(), trackerSeeds(), exemptSeeds(), wordSeeds(), firstLayerSeeds(),
		languageSeeds(), placeSeeds(), noticeSeeds(), platformSeeds(), settingSeeds())
}

// stop is an error that keeps serve from starting.
func stop(err error) func(*site) {
	return func(s *site) { s.stops = append(s.stops, errors.Join(err)) }
}

// inFile is one about a file of the operator's folder.
func inFile(name string, line int, problem, mend message.Text) func(*site) {
	return stop(message.Fault{File: "/srv/content/" + name, Line: line, Problem: problem, Fix: mend})
}

func setFlag(change func(*check.Settings)) func(*site) {
	return func(s *site) { change(&s.settings) }
}

// Each seed trips its rule, where it stands, and no other.
func TestEachSeedTripsItsRuleAndNoOther(t *testing.T) {
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
				if f.Rule.ID != seed.rule {
					t.Errorf("trips %s too: %s:%d %s", f.Rule.ID, f.File, f.Line, f.Problem)
					continue
				}
				places = append(places, place(f))
				if f.Problem.IsZero() || f.Fix.IsZero() {
					t.Errorf("says what is wrong: %q, and the mend: %q", f.Problem, f.Fix)
				}
			}
			if got := strings.Join(places, " "); got != seed.at {
				t.Errorf("found at %q, want %q", got, seed.at)
			}
		})
	}
}

func place(f check.Told) string {
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
			t.Errorf("%s has no reason, source or mend", rule.ID)
		}
	}
}
