package charter_test

import (
	"slices"
	"strings"
	"testing"
)

// cellOf returns a text as the cell of a table.
func cellOf(text string) string {
	return strings.NewReplacer("\n", " ", "\r", " ", "|", "/", "\\", "/", "\x00", "").Replace(strings.ToValidUTF8(text, ""))
}

// FuzzTable reads a table with any headers and cells beside a column of names, in a
// purpose and outside. A name in it must be declared, or the charter must have a finding
// about the table.
func FuzzTable(f *testing.F) {
	for _, header := range []string{"", "Cookie", "Durée de vie (max.)", "Tiers (oui/non)", "Nom et durée", "Finalité·s", "**Zone** [x](y)", "a/b & c - d", "(())", "&lt;br&gt;", "Clé", "Type"} {
		f.Add(header, "Nom(s) du cookie", "localStorage : x, **y** et <br>", true)
		f.Add("Nom", header, "- ; n/a, ?", false)
		f.Add(header, header, "Cookies de session | ", true)
	}
	f.Fuzz(func(t *testing.T, first, second, cell string, owned bool) {
		table := "| " + cellOf(first) + " | " + cellOf(second) + " |\n|---|---|\n| " + cellOf(cell) + "; zz_mark | x |\n| y | zz_second |\n"
		text := strings.Replace(small, "## Vidéos", table+"\n## Vidéos", 1)
		if !owned {
			text = strings.Replace(small, "# Charte\n", "# Charte\n\n"+table, 1)
		}
		start := 1 + strings.Count(text[:strings.Index(text, table)], "\n")
		loaded, err := load(text, "")
		if err != nil {
			return
		}
		for _, p := range loaded.Purposes {
			if slices.Contains(p.Trackers, "zz_mark") || slices.ContainsFunc(p.Trackers, func(id string) bool { return strings.HasSuffix(id, ":zz_mark") }) {
				return
			}
		}
		for _, w := range loaded.Warnings {
			if w.Line >= start && w.Line <= start+3 {
				return
			}
		}
		if !strings.Contains(html(loaded.In("fr")), "<table") {
			return
		}
		t.Errorf("zz_mark is neither declared nor in a finding:\n%s", table)
	})
}
