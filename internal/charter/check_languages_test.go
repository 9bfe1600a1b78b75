package charter_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"charte/internal/charter"
)

// H-09: another language must declare the same purposes and trackers.
func TestLanguagesThatDifferAreFaults(t *testing.T) {
	t.Parallel()
	const row = "| _pk_id.* | Matomo |\n"
	for _, c := range []struct{ name, old, new, want string }{
		{"a tracker that only the original has", row, "",
			"charter.en.md:13: tracker \"_pk_id.*\" is missing; charter.md:31 declares it"},
		{"a tracker that only the translation has", row, row + "| _pk_ses.* | Matomo |\n",
			"charter.md:29: tracker \"_pk_ses.*\" is missing; charter.en.md:16 declares it"},
		{"a tracker under another purpose", row, "| sessionid | Matomo |\n",
			"charter.en.md:13: tracker \"_pk_id.*\" is missing; charter.md:31 declares it\n" +
				"charter.md:29: tracker \"sessionid\" is missing; charter.en.md:15 declares it"},
		{"a purpose without its section", "## Videos {#video short=\"Videos\"}", "## Videos",
			"charter.en.md: the section of the purpose \"video\" is missing; charter.md:33 declares it — translate it, with the same id: {#video short=\"…\"}"},
		{"a long heading without a short name", "## Videos {#video short=\"Videos\"}", "## Watching the films of the archive and of the museum, and listening to them {#video}",
			"charter.en.md:17: the purpose \"video\" has no name for the banner — write it in the heading: {#video short=\"…\"}"},
		{"a table whose trackers none_today denies", "Watch videos.\n", "Watch videos.\n\n| Cookie name |\n|---|\n| YSC |\n",
			"charter.md:33: tracker \"YSC\" is missing; charter.en.md:23 declares it"},
		{"facts in front matter", "# Charter\n", "---\nlogo_alt: Town\nplatform: https://data.example.fr\n---\n# Charter\n",
			"charter.en.md:3: unknown key \"platform\" in a translation's front matter (the rest belongs in charter.md) — the keys are logo_alt, purposes, accessibility"},
		{"front matter that is a list", "# Charter\n", "---\n- logo_alt\n---\n# Charter\n",
			"charter.en.md:2: a translation's front matter (the rest belongs in charter.md) must be keys with values — write one \"key: value\" a line"},
		{"words for the logo that are no text", "# Charter\n", "---\nlogo_alt: [Town]\n---\n# Charter\n",
			"charter.en.md:2: logo_alt must be a text — write logo_alt: and the text on one line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := edit(t, smallEnglish, c.old, c.new)
			if strings.HasPrefix(c.new, "---") {
				text = strings.TrimPrefix(text, "\n")
			}
			_, err := load(small, text)
			if err == nil || err.Error() != c.want {
				t.Errorf("got\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

// A third language needs no code: where its headers are not known, its columns
// have the kinds of the original's columns.
func TestATableInALanguageWithUnknownHeadersIsReadByTheOriginalsColumns(t *testing.T) {
	t.Parallel()
	breton := strings.ReplaceAll(smallEnglish, "Cookie name | Provider", "Anv an toupin | Pourchaser")
	loaded, err := charter.Load(fstest.MapFS{
		"charter.md":    {Data: []byte(small)},
		"charter.en.md": {Data: []byte(smallEnglish)},
		"charter.br.md": {Data: []byte(breton)},
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"fr", "br", "en"}; !slices.Equal(loaded.Languages, want) {
		t.Errorf("languages %v, want %v", loaded.Languages, want)
	}
	got := loaded.In("br").Purposes[1].Trackers[0]
	if want := (charter.Tracker{Name: "_pk_id.*", Provider: "Matomo", Providers: []string{"Matomo"}, Line: 15}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestFilesWithAnotherNameAreWarnings(t *testing.T) {
	t.Parallel()
	fsys := fstest.MapFS{
		"charter.md":       {Data: []byte(small)},
		"charter-old.md":   {Data: []byte("x")},
		"charter.EN.md":    {Data: []byte("x")},
		"charter.md~":      {Data: []byte("x")},
		"charter/other.md": {Data: []byte("x")},
	}
	loaded, err := charter.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	want := "charter-old.md: is ignored: its name contains no language code — rename it, for example to charter.en.md, or remove it from the folder\n" +
		"charter.EN.md: is ignored: its name contains no language code — rename it, for example to charter.en.md, or remove it from the folder"
	if got := charter.Faults(loaded.Warnings).Error(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	fsys["charter.fr.md"] = &fstest.MapFile{Data: []byte(small)}
	if _, err = charter.Load(fsys); err == nil ||
		err.Error() != "charter.fr.md: is in the language of charter.md, \"fr\" — delete one of the two and name the other charter.md, or write the language of charter.md in its front matter: lang: and a code such as de" {
		t.Errorf("got %v", err)
	}
}

// A portal without French: charter.md is in the language that its front matter names.
func TestTheFrontMatterNamesTheLanguageOfTheOriginal(t *testing.T) {
	t.Parallel()
	with := func(lang string, files ...string) fstest.MapFS {
		fsys := fstest.MapFS{"charter.md": {Data: []byte(strings.Replace(small, "platform:", lang+"platform:", 1))}}
		for _, name := range files {
			fsys[name] = &fstest.MapFile{Data: []byte(smallEnglish)}
		}
		return fsys
	}
	loaded, err := charter.Load(with("lang: de\n", "charter.en.md", "charter.fr.md"))
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(loaded.Languages, " "); got != "de en fr" || loaded.File("de") != "charter.md" || loaded.File("fr") != "charter.fr.md" {
		t.Errorf("languages %q, files %s and %s", got, loaded.File("de"), loaded.File("fr"))
	}
	for lang, want := range map[string]string{"lang: de\n": "charter.de.md: is in the language", "lang: Deutsch\n": `"Deutsch" is not a language code`, "texts_reviewed: [Deutsch]\n": `texts_reviewed: "Deutsch" is not a language code`} {
		if _, err := charter.Load(with(lang, "charter.de.md")); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", lang, err, want)
		}
	}
}

func TestAFolderWithoutACharterIsAFault(t *testing.T) {
	t.Parallel()
	_, err := charter.Load(fstest.MapFS{})
	if err == nil || !strings.HasPrefix(err.Error(), "charter.md: cannot be read (") {
		t.Errorf("got %v", err)
	}
}

func TestMoreThanTwelvePurposesAreAFault(t *testing.T) {
	t.Parallel()
	list, sections := "purposes:\n", ""
	for _, c := range "abcdefghijklm" {
		list += "  - id: p" + string(c) + "\n    none_today: true\n"
		sections += "\n## Finalité {#p" + string(c) + " short=\"P\"}\n\nTexte.\n"
	}
	text := small[:strings.Index(small, "purposes:")] + list + "---\n# Charte\n" + sections
	_, err := load(text, "")
	want := "charter.md:34: 13 purposes are declared; the cookie has room for 12 — merge purposes that visitors cannot distinguish"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestATranslationWithFewerHeadingsIsAWarning(t *testing.T) {
	t.Parallel()
	loaded, err := load(small+"\n## Droits\n\nTexte.\n", smallEnglish)
	if err != nil {
		t.Fatal(err)
	}
	want := "charter.en.md: has 4 headings; charter.md has 5 — translate the whole text"
	if got := charter.Faults(loaded.Warnings).Error(); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// Rows that cannot be read are reported once, and not again as missing from each language.
func TestARowThatCannotBeReadIsNotMissingToo(t *testing.T) {
	t.Parallel()
	const head = "Compter les visites.\n\n| Nom du cookie | Prestataire |\n"
	broken := edit(t, small, head+"|---|---|\n", head)
	_, err := load(broken, smallEnglish)
	if err == nil || !strings.Contains(err.Error(), "looks like a table row") || strings.Contains(err.Error(), "is missing") {
		t.Errorf("got\n%v", err)
	}
	_, err = load(broken, edit(t, smallEnglish, "| sessionid | Portal |\n", ""))
	if err == nil || !strings.Contains(err.Error(), "tracker \"sessionid\" is missing") {
		t.Errorf("a fault in one section hides a tracker that another lacks:\n%v", err)
	}
}
