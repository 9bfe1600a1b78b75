package charter_test

import (
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"charte/internal/charter"
	"charte/internal/consent"
)

const (
	smallHeader = "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo |"
	matomo      = "_pk_id.*=Matomo"
)

// trackers returns the trackers of the purpose "statistics": name, provider, service,
// purpose and duration, without those that are empty at the end.
func trackers(t *testing.T, tableText string) string {
	t.Helper()
	text := edit(t, small, smallHeader, tableText)
	loaded, err := load(text, "")
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, k := range loaded.In("fr").Purposes[1].Trackers {
		lines = append(lines, strings.Trim(k.Name+"="+strings.Join([]string{k.Provider, k.Service, k.Purpose, k.Duration}, "/"), "/"))
	}
	return strings.Join(lines, " ")
}

func TestTablesAreReadByTheirHeaders(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, table, want string }{
		{"two columns", smallHeader, matomo},
		{"the source text's own header", "| Nom du prestataire | Service et emplacement | Nom du cookies | Finalités | Durée |\n|---|---|---|---|---|\n| Matomo | Partout | _pk_id.* | Mesurer | 13 mois |",
			"_pk_id.*=Matomo/Partout/Mesurer/13 mois"},
		{"another order", "| Durée de conservation | Cookie | Finalité | Fournisseur |\n|---|---|---|---|\n| 13 mois | _pk_id.* | Mesurer | Matomo |",
			"_pk_id.*=Matomo//Mesurer/13 mois"},
		{"English", "| Provider | Location | Cookie name | Purpose | Lifetime |\n|---|---|---|---|---|\n| Matomo | All | _pk_id.* | Measure | 13 months |",
			"_pk_id.*=Matomo/All/Measure/13 months"},
		{"capitals, emphasis and no outer bars", "**NOM DU COOKIE** | _PRESTATAIRE_\n--- | ---\n_pk_id.* | Matomo", matomo},
		{"a column of another kind", "| Type de cookie | Nom | Prestataire |\n|---|---|---|\n| Mesure | _pk_id.* | Matomo |", matomo},
		{"a lifetime of the cookie", "| Durée du cookie | Traceur | Nom du prestataire |\n|---|---|---|\n| 1 jour | _pk_id.* | Matomo |", "_pk_id.*=Matomo///1 jour"},
		{"no cell but the name", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | |", "_pk_id.*="},
		{"Markdown in the other cells", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | [**Ma**tomo](https://matomo.org) &amp; `x` \\| y |", "_pk_id.*=Matomo & x | y"},
		{"a line break in another cell", "| Nom du cookie | Prestataire |\n|---|---|\n| _pk_id.* | Matomo<br>Piano |", "_pk_id.*=Matomo Piano"},
		{"two tables", smallHeader + "\n\nEt aussi :\n\n| Nom | Prestataire |\n|---|---|\n| a | B |", matomo + " a=B"},
		{"a table under a heading of its own", "### Matomo\n\n" + smallHeader, matomo},
		{"a table in a list", "- Matomo\n\n  | Nom du cookie | Prestataire |\n  |---|---|\n  | _pk_id.* | Matomo |", matomo},
		{"a table in a quotation", "> | Nom du cookie | Prestataire |\n> |---|---|\n> | _pk_id.* | Matomo |", matomo},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := trackers(t, c.table); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func TestNamesAreReadFromTheSourceTextOfTheirCell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, cell, want string }{
		{"patterns that Markdown would take for emphasis", "_pk_*; _ga_*; _gat_*", "_pk_* _ga_* _gat_*"},
		{"digits", "_pk_ses#", "_pk_ses#"},
		{"commas and backticks", "`_pk_a`, `_pk_b`", "_pk_a _pk_b"},
		{"line breaks of every form", "_pk_a<br>_pk_b<br/>_pk_c<BR />_pk_d", "_pk_a _pk_b _pk_c _pk_d"},
		{"one pair of backticks around all", "`_pk_a; _pk_b`", "_pk_a _pk_b"},
		{"escapes", `\_pk\_\*`, "_pk_*"},
		{"tags around a name", "<code>_pk_a</code>", "_pk_a"},
		{"an escaped bar", `_pk_a\|b`, "_pk_a|b"},
		{"empty names between separators", "; _pk_a ;; , ", "_pk_a"},
		{"two underscores", "__Secure-x, _pk__a__", "__Secure-x _pk__a__"},
		{"no-break spaces around a name", "\u00a0_pk_a\u00a0; _pk_b", "_pk_a _pk_b"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			table := edit(t, smallHeader, "_pk_id.*", c.cell)
			got := strings.NewReplacer("=Matomo", "").Replace(trackers(t, table))
			if got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			loaded, _ := load(edit(t, small, smallHeader, table), "")
			for _, name := range strings.Fields(c.want) {
				if !strings.Contains(html(loaded.In("fr")), "<code>"+name+"</code>") {
					t.Errorf("the page does not show %s", name)
				}
			}
		})
	}
}

func html(c *charter.Translation) string {
	text := c.Lead
	for _, s := range c.Sections {
		text += s.HTML
	}
	return text
}

// A name copied from a PDF may have its accents as separate characters. Nobody sees the
// difference, so retyping it must not change the scope, which would ask visitors again.
func TestSeparateAccentsChangeNothing(t *testing.T) {
	t.Parallel()
	text := edit(t, small, "| _pk_id.* | Matomo |", "| _pk_id.* | Société Été |")
	want, err := load(text, "")
	if err != nil {
		t.Fatal(err)
	}
	got, err := load(norm.NFD.String(text), "")
	if err != nil {
		t.Fatal(err)
	}
	if consent.NewScope(got.Purposes).Hash() != consent.NewScope(want.Purposes).Hash() || html(got.In("fr")) != html(want.In("fr")) {
		t.Errorf("other purposes: %+v, want %+v", got.Purposes, want.Purposes)
	}
}

// As in files that Windows programs and spreadsheets export.
func TestLineEndsAndByteOrderMarkChangeNothing(t *testing.T) {
	t.Parallel()
	want, err := load(small, "")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{
		"\ufeff" + small,
		strings.ReplaceAll(small, "\n", "\r\n"),
		"\ufeff" + strings.ReplaceAll(small, "\n", "\r\n"),
		strings.ReplaceAll(small, "\n", "\r"),
		"\n" + strings.Replace(small, "# Charte\n", "# Charte", 1),
	} {
		got, err := load(text, "")
		if err != nil {
			t.Fatal(err)
		}
		if html(got.In("fr")) != html(want.In("fr")) || len(got.Warnings) > 0 {
			t.Errorf("another page from %.20q", text)
		}
		if a, b := got.In("fr").Purposes[1].Trackers[0], want.In("fr").Purposes[1].Trackers[0]; !reflect.DeepEqual(a, b) {
			t.Errorf("got %+v, want %+v", a, b)
		}
	}
}
