package consent_test

import (
	"slices"
	"testing"

	"charte/internal/consent"
)

// C-13, E05 §110: whom and what one agreed to decides, not how it is worded.
func TestOnlyWhatIsAddedToTheScopeAsksAgain(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func([]consent.Purpose) []consent.Purpose
		added  []string
	}{
		"nothing changed": {func(p []consent.Purpose) []consent.Purpose { return p }, nil},
		"an exempt tracker more": {func(p []consent.Purpose) []consent.Purpose {
			p[0].Trackers = append(p[0].Trackers, "csrftoken")
			return p
		}, nil},
		"another order": {func(p []consent.Purpose) []consent.Purpose {
			slices.Reverse(p)
			slices.Reverse(p[0].Trackers)
			return p
		}, nil},
		"a tracker less": {func(p []consent.Purpose) []consent.Purpose { p[1].Trackers = p[1].Trackers[:1]; return p }, nil},
		"a purpose less": {func(p []consent.Purpose) []consent.Purpose { return p[:3] }, nil},
		"a tracker more": {func(p []consent.Purpose) []consent.Purpose { p[3].Trackers = append(p[3].Trackers, "NID"); return p }, []string{"video\ttracker\tNID"}},
		"a provider more": {func(p []consent.Purpose) []consent.Purpose {
			p[1].Providers = append(p[1].Providers, "Piano")
			return p
		}, []string{"statistics\tprovider\tPiano"}},
		"a platform key more": {func(p []consent.Purpose) []consent.Purpose { p[3].PlatformKeys = []string{"at"}; return p }, []string{"video\tkey\tat"}},
		"a purpose more": {func(p []consent.Purpose) []consent.Purpose {
			return append(p, consent.Purpose{ID: "ads", NoneToday: true})
		}, []string{"ads"}},
		"a tracker that moves": {func(p []consent.Purpose) []consent.Purpose {
			p[2].Trackers = append(p[2].Trackers, "YSC")
			p[3].Trackers = nil
			return p
		}, []string{"campaigns\ttracker\tYSC"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			agreed := consent.NewScope(purposes())
			today := consent.NewScope(test.change(purposes()))
			var added []string
			for _, line := range today.Added(agreed) {
				added = append(added, line.String())
			}
			if !slices.Equal(added, test.added) {
				t.Errorf("added %q, want %q", added, test.added)
			}
			if agreed.Contains(today) != (test.added == nil) {
				t.Errorf("contains: %t", agreed.Contains(today))
			}
		})
	}
}

// C-20: only a grant whose purpose gained something, and a new purpose, ask again.
func TestRefusalStaysARefusalWhateverItsPurposeGains(t *testing.T) {
	t.Parallel()
	old := consent.NewScope(purposes())
	grown, more := purposes(), append(purposes(), consent.Purpose{ID: "ads", NoneToday: true})
	grown[2].Trackers = append(grown[2].Trackers, "_gcl_au")
	grown[2].Providers, grown[2].PlatformKeys = []string{"Another"}, []string{"ga", "at"}
	for name, test := range map[string]struct {
		today  []consent.Purpose
		choice consent.Choice
		added  int
	}{
		"all refused":                         {grown, consent.Choice{}, 0},
		"the purpose refused, others not":     {grown, consent.Choice{"statistics": true, "video": true}, 0},
		"the purpose granted":                 {grown, consent.Choice{"campaigns": true}, 3},
		"a new purpose, all refused":          {more, consent.Choice{}, 1},
		"a new purpose, all granted":          {more, consent.Choice{"statistics": true, "campaigns": true, "video": true}, 1},
		"nothing changed, everything granted": {purposes(), consent.Choice{"statistics": true, "campaigns": true, "video": true}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			today := terms(old)
			today.Purposes, today.Scope = test.today, consent.NewScope(test.today)
			v := today.Judge([]string{encode(test.choice)}, now)
			if v.Valid != (test.added == 0) || len(v.Added) != test.added {
				t.Fatalf("valid %t, added %v", v.Valid, v.Added)
			}
			for id, granted := range v.Preferences.Choice {
				if granted != test.choice[id] {
					t.Errorf("%s became %t", id, granted)
				}
			}
		})
	}
}

func TestOldChoiceCountsForWhatIsLeftOfItsScope(t *testing.T) {
	t.Parallel()
	wider := append(purposes(), consent.Purpose{ID: "ads", Trackers: []string{"IDE"}})
	old := consent.NewScope(wider)
	choice := consent.Choice{"statistics": true, "campaigns": false, "video": true, "ads": true}
	value := consent.Encode(consent.Asked(wider), consent.NewPreferences(choice, now, old))
	v := terms(old).Judge([]string{value}, now)
	if !v.Valid || v.Preferences.Choice.String() != "campaigns=false statistics=true video=true" {
		t.Errorf("the choice came out as %+v", v)
	}
}

func TestScopeIsReadBackAsItWasKept(t *testing.T) {
	t.Parallel()
	odd := []consent.Purpose{{ID: "video", Providers: []string{"Two\twords\nand more"}, Trackers: []string{"_ga_*", "a b"}}}
	for _, s := range []consent.Scope{consent.NewScope(purposes()), consent.NewScope(odd), consent.NewScope(nil)} {
		back := consent.ParseScope(s.String())
		if back.Hash() != s.Hash() || !back.Contains(s) || !s.Contains(back) {
			t.Errorf("%q came back as %q", s, back)
		}
	}
}
