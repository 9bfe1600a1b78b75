package charter_test

import (
	"testing"
)

func TestBytesThatAreNotTextAreFaults(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"a control character", "Voir des vidéos.", "Voir\x00 des vidéos.",
			"charter.md:35: contains the control character U+0000 — delete it"},
		{"bytes that are not UTF-8", "Voir des vidéos.", "Voir des vid\xe9os.",
			"charter.md:35: is not UTF-8 text — save the file as UTF-8"},
		{"a file saved in UTF-16", small, "\xff\xfe#\x00",
			"charter.md:1: is not UTF-8 text — save the file as UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.faults(t)
		})
	}
}

func TestRemovedContentIsAWarning(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"an id on the title", "# Charte\n", "# Charte {#charte}\n",
			`charter.md:17: the page title's id "charte" is not used — delete it; a purpose needs its own heading below the page title`},
		{"a block of raw HTML", "Voir des vidéos.", "Voir des vidéos.\n\n<script>alert(1)</script>",
			"charter.md:37: raw HTML is removed: <script>alert(1)</script> — write it in Markdown"},
		{"an invisible character", "Voir des vidéos.", "Voir\u200b des vid\u200béos.\nEt \u202etxet.",
			"charter.md:35: contains the invisible character U+200B — delete it; it often comes with text copied from a web page or a word processor\n" +
				"charter.md:36: contains the invisible character U+202E — delete it; it often comes with text copied from a web page or a word processor"},
		{"a raw HTML tag", "Voir des vidéos.", `Voir des <span onclick="x()">vidéos</span>.`,
			`charter.md:35: raw HTML is removed: <span onclick="x()"> — write it in Markdown` + "\n" +
				"charter.md:35: raw HTML is removed: </span> — write it in Markdown"},
		{"an HTML comment", "Voir des vidéos.", "Voir des vidéos.\n\n<!-- à revoir -->",
			"charter.md:37: raw HTML is removed: <!-- à revoir --> — write it in Markdown"},
		{"a link of another scheme", "Voir des vidéos.", "Voir des [vidéos](javascript:alert(1)).",
			"charter.md:35: the link to javascript:alert(1) is removed; its text is kept — link to an http, https or mailto address"},
		{"a link whose scheme hides in entities", "Voir des vidéos.", "Voir des [vidéos](java&#115;cript&colon;alert(1)).",
			"charter.md:35: the link to javascript:alert(1) is removed; its text is kept — link to an http, https or mailto address"},
		{"an autolink of another scheme", "Voir des vidéos.", "Voir <ftp://example.fr/a>.",
			"charter.md:35: the link to ftp://example.fr/a is removed; its text is kept — link to an http, https or mailto address"},
		{"an image", "Voir des vidéos.", "Voir des ![vidéos](https://example.fr/a.png).",
			"charter.md:35: the image is removed; its text is kept — describe in words what it shows"},
		{"a link that leads nowhere in the page", "Voir des vidéos.", "Voir des [vidéos](#videos).",
			"charter.md:35: the link #videos has no target in this page — link to a heading's id"},
		{"text before the title", "# Charte\n", "Bonjour.\n\n# Charte\n",
			"charter.md:17: text before the first heading is shown below it, since the first heading is the page's title — move the text below the heading"},
		{"a heading in a list", "Voir des vidéos.", "Voir des vidéos.\n\n- ## Une\n",
			"charter.md:37: a heading inside a list or a quotation does not start a section: it is shown in bold — begin the line with its #"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.warns(t)
		})
	}
}
