package tests

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// P-02: replay --day writes what was in force on a day, before, on and after a change of
// the charter.
func TestReplayOfADayWritesWhatWasInForce(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		changed := today.AddDate(0, 0, 10)
		startAt(t, newClock(today).clock(), registry, "--content", demo()).stop()
		startAt(t, newClock(changed).clock(), registry, "--content", edited(t, "Compter les visites", "Dénombrer les visites")).stop()
		now := changed.AddDate(0, 0, 5)
		for name, test := range map[string]struct {
			day          time.Time
			files        int
			older, newer bool
		}{
			"the first day":         {today, 4, true, false},
			"the day before":        {changed.AddDate(0, 0, -1), 4, true, false},
			"the day of the change": {changed, 6, true, true},
			"the day after":         {changed.AddDate(0, 0, 1), 4, false, true},
		} {
			out := t.TempDir()
			printed, err := charteAt(t, now, "replay", "--registry", registry, "--out", out, "--day", test.day.Format(time.DateOnly))
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			views, all := viewsIn(t, out)
			if older, newer := strings.Contains(all, "Compter les visites"), strings.Contains(all, "Dénombrer les visites"); views != test.files || older != test.older || newer != test.newer {
				t.Errorf("%s: %d texts, the older wording %t, the newer %t:\n%s", name, views, older, newer, printed)
			}
			for _, want := range []string{"\nbanner, en: from ", "\nbanner, fr: from ", "\ncharter, en: from ", "\ncharter, fr: from "} {
				if !strings.Contains(printed, want) {
					t.Errorf("%s: the output lacks %q:\n%s", name, want, printed)
				}
			}
			if until := "until " + changed.Format(time.RFC3339) + "\n"; strings.Contains(printed, until) != test.older {
				t.Errorf("%s: the end of the older text:\n%s", name, printed)
			}
		}
	})
}

// P-02: texts are in force until their language is removed from the charter, or until
// nothing is asked: for replay --day, the dossier and the statement to be time-stamped.
func TestTextsEndWithTheirLanguage(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		removed, silent, back := today.AddDate(0, 0, 10), today.AddDate(0, 0, 20), today.AddDate(0, 0, 30)
		startAt(t, newClock(today).clock(), registry, "--content", demo()).stop()
		french := edited(t)
		if err := os.Remove(filepath.Join(french, "charter.en.md")); err != nil {
			t.Fatal(err)
		}
		startAt(t, newClock(removed).clock(), registry, "--content", french).stop()
		inForce := func(now, day time.Time) (places string) {
			printed, err := charteAt(t, now, "replay", "--registry", registry, "--out", t.TempDir(), "--day", day.Format(time.DateOnly))
			if err != nil {
				return err.Error()
			}
			for _, place := range []string{"banner, en", "banner, fr", "charter, en", "charter, fr"} {
				if strings.Contains(printed, "\n"+place+": from ") {
					places += place + "; "
				}
			}
			return places
		}
		const both, alone = "banner, en; banner, fr; charter, en; charter, fr; ", "banner, fr; charter, fr; "
		head, err := charteAt(t, removed, "verify", "--registry", registry, "--print-head")
		if strings.Contains(head, "en/") || strings.Count(head, "fr/") != 2 {
			t.Errorf("the statement: %v %s", err, head)
		}
		startAt(t, newClock(silent).clock(), registry, "--content", exemptOnly(t, "none")).stop()
		startAt(t, newClock(back).clock(), registry, "--content", demo()).stop()
		for day, want := range map[time.Time]string{
			today: both, removed: both, removed.AddDate(0, 0, 1): alone, silent: alone,
			silent.AddDate(0, 0, 1): "no text was shown on that day", back: both,
		} {
			if got := inForce(back, day); got != want && !strings.Contains(got, want) {
				t.Errorf("%s: in force: %q, want %q", day.Format(time.DateOnly), got, want)
			}
		}
	})
}

// viewsIn returns the number of texts in a folder, and their content.
func viewsIn(t *testing.T, folder string) (n int, all string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(strings.TrimSuffix(file, ".html") + ".view.html"); err != nil {
			n++
		}
		all += string(content)
	}
	return n, all
}
