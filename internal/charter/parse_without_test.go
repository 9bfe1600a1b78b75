package charter_test

import (
	"strings"
	"testing"

	"charte/internal/consent"
)

const (
	withoutVideos = "  - id: video\n    without: les vidéos\n    none_today: true"
	englishFront  = "---\npurposes:\n  - id: video\n    without: the videos\n---\n"
)

func TestWhatIsMissingIsReadInEachLanguage(t *testing.T) {
	t.Parallel()
	loaded, err := load(edit(t, small, "  - id: video\n    none_today: true", withoutVideos), englishFront+smallEnglish)
	if err != nil {
		t.Fatal(err)
	}
	for language, want := range map[string]string{"fr": "les vidéos", "en": "the videos"} {
		if got := loaded.In(language).Purposes[2].Without; got != want {
			t.Errorf("%s: %q, want %q", language, got, want)
		}
		if other := loaded.In(language).Purposes[1].Without; other != "" {
			t.Errorf("%s: the other purpose has %q", language, other)
		}
	}
	before, err := load(small, smallEnglish)
	if err != nil {
		t.Fatal(err)
	}
	if consent.NewScope(before.Purposes).ID() != consent.NewScope(loaded.Purposes).ID() {
		t.Error("without is part of the scope, so everybody is asked again")
	}
}

func TestFaultsOfWithout(t *testing.T) {
	t.Parallel()
	const line = "    without: les vidéos\n"
	for _, c := range []struct{ name, french, english, want string }{
		{"61 characters", strings.Replace(withoutVideos, "les vidéos", strings.Repeat("é", 61), 1), englishFront + smallEnglish,
			"charter.md:15: without has 61 characters; the banner has room for 60 — name it in fewer words, such as the videos"},
		{"no text", strings.Replace(withoutVideos, "les vidéos", "[les vidéos]", 1), smallEnglish,
			"charter.md:15: without must be a text — write without: and the text on one line"},
		{"not translated", withoutVideos, smallEnglish,
			`charter.en.md: the purpose "video" has no without here; charter.md:15 has one — add to the front matter, under purposes:, the keys id: video and without: with its words`},
		{"in the translation alone", strings.Replace(withoutVideos, line, "", 1), englishFront + smallEnglish,
			`charter.md:1: the purpose "video" has no without here; charter.en.md:4 has one — add to the front matter, under purposes:, the keys id: video and without: with its words`},
		{"a purpose that nobody declared", withoutVideos, strings.TrimSuffix(englishFront, "---\n") + "  - id: maps\n    without: the maps\n---\n" + smallEnglish,
			`charter.en.md:5: charter.md declares no purpose "maps" — write the id of one of its purposes`},
		{"more than the words in a translation", withoutVideos, strings.Replace(englishFront, "without: the", "none_today: true\n    without: the", 1) + smallEnglish,
			`charter.en.md:4: unknown key "none_today" in a purpose of a translation (the rest belongs in charter.md) — the keys are id, without`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := load(edit(t, small, "  - id: video\n    none_today: true", c.french), c.english)
			if err == nil || err.Error() != c.want {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
	_, err := load(edit(t, small, "exempt: true", "exempt: true\n    without: tout"), "")
	if want := `charter.md:12: the exempt purpose "necessary" has without, but it cannot be refused — delete the line`; err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
}
