package charter_test

import (
	"strings"
	"testing"
)

func TestFaultsInHeadingsAreReported(t *testing.T) {
	t.Parallel()
	for _, c := range []brokenCase{
		{"short on a heading that is no purpose", "# Charte\n", "# Charte\n\n## Droits {#rights short=\"Droits\"}\n",
			"charter.md:19: the heading has short, but its id is not that of a purpose — declare the purpose in the front matter, or remove short"},
		{"an unknown heading attribute", "{#necessary}", `{#necessary onclick="alert(1)"}`,
			`charter.md:19: the heading's attribute "onclick" is not known here — only {#id short="…"} is read`},
		{"a heading attribute in typographic quotes", `{#video short="Vidéos"}`, "{#video short=“Vidéos”}",
			`charter.md:14: the purpose "video" has no section — write its heading: #### … {#video short="…"}` + "\n" +
				`charter.md:33: the attributes in braces after the heading cannot be read — write it with straight quotes: {#statistics short="Measure visits"}`},
		{"an id that the page uses itself", "# Charte\n", "# Charte\n\n## Choisir {#choices}\n",
			`charter.md:19: the heading's id "choices" is reserved for the page itself — choose another`},
		{"an id that stands twice", "# Charte\n", "# Charte\n\n## Droits {#a}\n\n## Devoirs {#a}\n",
			`charter.md:21: the heading's id "a" is already used on line 19 — choose another`},
		{"an id that starts with a digit", "# Charte\n", "# Charte\n\n## Droits {#1a}\n",
			`charter.md:19: the heading's id "1a" is not valid — write a letter, then letters, digits, - or _`},
		{"an empty heading", "# Charte\n", "# Charte\n\n##\n",
			"charter.md:19: the heading is empty — write its words after the #, or delete the line"},
		{"a text without a heading", small[strings.Index(small, "# Charte"):], "Rien.\n",
			"charter.md: has no heading — begin the text with a title: # Charte cookies" + "\n" +
				`charter.md:10: the purpose "necessary" has no section — write its heading: #### … {#necessary short="…"}` + "\n" +
				`charter.md:12: the purpose "statistics" has no section — write its heading: #### … {#statistics short="…"}` + "\n" +
				`charter.md:14: the purpose "video" has no section — write its heading: #### … {#video short="…"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			c.faults(t)
		})
	}
}
