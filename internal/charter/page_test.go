package charter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// one h1, and a hierarchy without holes, whatever levels the file uses.
func TestHeadingLevelsAreShiftedWithoutHoles(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, headings, want string }{
		{"the title at level 2, as in the source text", "##, ###, ####, ####, ###", "2 3 3 2"},
		{"all at one level", "#, #, #", "2 2"},
		{"a hole", "#, ####, ######, ##", "2 3 2"},
		{"below the title's own level", "###, #, ##", "2 3"},
		{"six levels under a title", "######, #, ##, ###, ####, #####, ######", "2 3 4 5 6 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var text strings.Builder
			for i, level := range strings.Split(c.headings, ", ") {
				fmt.Fprintf(&text, "%s Titre %d\n\n", level, i)
			}
			loaded, err := load(edit(t, small, "# Charte\n", text.String()), "")
			if err != nil {
				t.Fatal(err)
			}
			var levels []string
			for _, s := range loaded.In("fr").Sections[:strings.Count(c.want, " ")+1] {
				levels = append(levels, fmt.Sprint(s.Level))
			}
			if got := strings.Join(levels, " "); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestHeadingsGetStableUniqueIDs(t *testing.T) {
	t.Parallel()
	extra := "# Charte\n\n## À quoi ça sert ?\n\n## A quoi ca sert\n\n## Choices\n\n## …\n\n## Video\n\n## Kanañ\n\n## Table\n\n" +
		"| a | b |\n|---|---|\n| 1 | 2 |\n"
	loaded, err := load(edit(t, small, "# Charte\n", extra), "")
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, s := range loaded.In("fr").Sections {
		ids = append(ids, s.ID)
	}
	want := "a-quoi-ca-sert a-quoi-ca-sert-2 choices-2 section video-2 kanan table necessary statistics video"
	if got := strings.Join(ids, " "); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if page := html(loaded.In("fr")); !strings.Contains(page, `<caption id="table-2"`) || strings.Contains(page, `id="table"`) {
		t.Errorf("a caption takes a heading's id:\n%s", page)
	}
}

func TestRemovedElementsLeaveTheirText(t *testing.T) {
	t.Parallel()
	text := edit(t, small, "Voir des vidéos.", "Voir <u>des</u> [vidéos](javascript:alert(1)), ![un *chat*](https://example.fr/a.png)<br>et <https://example.fr/?a&b>, <a@example.fr>.\n\n## Autre *titre*\n\n<script>alert(1)</script>")
	loaded, err := load(text, "")
	if err != nil {
		t.Fatal(err)
	}
	c := loaded.In("fr")
	want := "<p>Voir des vidéos, un <em>chat</em><br>\net <a href=\"https://example.fr/?a&amp;b\" class=\"address\">https://example.fr/?a&amp;b</a>, <a href=\"mailto:a@example.fr\" class=\"address\">a@example.fr</a>.</p>"
	if got := c.Sections[2].HTML; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got, want := c.Purposes[2].Description, "Voir des vidéos, un chat et https://example.fr/?a&b, a@example.fr."; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if s := c.Sections[3]; s.Title != "Autre titre" || s.Heading != "Autre <em>titre</em>" || s.HTML != "" {
		t.Errorf("got %+v", s)
	}
}

func TestInvalidNestingIsFlattened(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text, want string }{
		{"an address in a link", "[voir <https://a.example.fr>](https://b.example.fr)",
			"<p><a href=\"https://b.example.fr\">voir https://a.example.fr</a></p>"},
		{"a heading in a list", "- ## Une *fois*", "<ul>\n<li>\n<p><strong>Une <em>fois</em></strong></p>\n</li>\n</ul>"},
		{"a header without words", "| | a |\n|---|---|\n| 1 | 2 |",
			"<thead>\n<tr>\n<td></td>\n<th scope=\"col\">a</th>\n</tr>\n</thead>\n" +
				"<tbody>\n<tr>\n<td>1</td>\n<td data-label=\"a\">2</td>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			loaded, err := load(edit(t, small, "Voir des vidéos.", "Voir.\n\n"+c.text), "")
			if err != nil {
				t.Fatal(err)
			}
			if got := loaded.In("fr").Sections[2].HTML; !strings.Contains(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestSectionsNameTheirPurpose(t *testing.T) {
	t.Parallel()
	loaded, err := load(small, "")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range loaded.In("fr").Sections {
		got = append(got, s.Purpose)
	}
	if want := []string{"necessary", "statistics", "video"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if p := loaded.In("fr").Purposes[0]; p.Short != "Nécessaires" || p.Title != "Nécessaires" {
		t.Errorf("an exempt purpose without short goes by its title, got %+v", p)
	}
}

// Bars are text in code, if escaped, and in a heading.
func TestBarsInTextAreNotFaults(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Un `a | b`.", `Un a \| b.`, "```\n| a | b |\n|---|---|\n```", "## Cookies | Ville"} {
		loaded, err := load(edit(t, small, "Voir des vidéos.", "Voir des vidéos.\n\n"+text), "")
		if err != nil || len(loaded.Warnings) > 0 {
			t.Errorf("%q: %v", text, err)
		}
	}
}
