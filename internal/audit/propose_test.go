package audit_test

import (
	"strings"
	"testing"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
)

// A proposed row, pasted at the proposed place, removes the finding and causes no
// other one.
func TestAProposedRowRemovesItsFinding(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"undeclared-cookie", "undeclared-unknown", "undeclared-exempt", "undeclared-storage"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			s := audittest.Named(t, file)
			f := compare(t, s).Findings[0]
			row := f.Propose.Rows["fr"]
			if row.Head != "" || row.File != "charter.md" || row.Line == 0 {
				t.Errorf("a row for %s:%d, under %q", row.File, row.Line, row.Head)
			}
			last := map[string]string{ // of each purpose's table
				"necessary": "consentement | 6 mois |\n", "statistics": "pas pu l’être | permanente |\n",
			}[f.Propose.Purpose]
			s.Replace = append(s.Replace, [2]string{last, last + row.Row + "\n"})
			for _, left := range compare(t, s).Findings {
				t.Errorf("%s still gives %s of %s", row.Row, left.Rule, left.Name)
			}
		})
	}
}

// The row of a known tracker is complete; that of an unknown one contains only what
// was seen.
func TestUnknownCellsAreLeftToTheOperator(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"undeclared-cookie":      "statistics | Google | exemple.fr | `_ga_*` | Conserver l’état de la visite | 14 mois |",
		"undeclared-unknown":     "statistics | à compléter | data.exemple.fr | `suivi` | à compléter | 2 heures |",
		"undeclared-exempt":      "necessary | Opendatasoft | data.exemple.fr | `sessionid` | Se souvenir de l’utilisateur d’une page à une autre | 14 jours |",
		"undeclared-purpose":     "statistics | Piano Software | data.exemple.fr | `xtvrn` | à compléter | 6 mois |",
		"undeclared-third-party": "third_party | à compléter | regie.exemple.net | `pub` | à compléter | session |",
		"undeclared-storage":     "statistics | à compléter | data.exemple.fr | `vu*deux` | à compléter | permanente, jusqu’à effacement par le visiteur |",
	} {
		s := audittest.Named(t, file)
		f := compare(t, s).Findings[0]
		if got := f.Propose.Purpose + " " + f.Propose.Rows["fr"].Row; got != want {
			t.Errorf("%s:\n got %s\nwant %s", file, got, want)
		}
		if known := f.Tool != ""; known != (f.Propose.Source != "") || known == strings.HasPrefix(f.Propose.Rows["fr"].Row, "| à compléter") {
			t.Errorf("%s: the tool is %q, the source %q", file, f.Tool, f.Propose.Source)
		}
	}
}

// A row declares at least the lifetime seen, in words that package check can parse.
func TestProposedDurationsCoverWhatWasSeen(t *testing.T) {
	t.Parallel()
	const minute, hour, day = 60, 3600, 86400
	for seconds, want := range map[int]string{
		0: "session", 1: "1 seconde", 45: "45 secondes", 90: "90 secondes", 30 * minute: "30 minutes", 30*minute + 3: "30 minutes",
		100 * minute: "2 heures", 2 * hour: "2 heures", 24 * hour: "24 heures", 14 * day: "14 jours", 14*day + 2*hour: "15 jours",
		31 * day: "31 jours", 90 * day: "3 mois", 182 * day: "6 mois", 184 * day: "6 mois", 364 * day: "12 mois", 366 * day: "12 mois",
		397 * day: "13 mois", 400 * day: "14 mois", 731 * day: "2 ans",
	} {
		cookie := audit.Cookie{Page: "https://data.exemple.fr/", Name: "suivi", Domain: "data.exemple.fr", Lifetime: audit.Span(time.Duration(seconds) * time.Second)}
		s := audittest.Fault{Add: map[audit.State]audit.Visit{audit.Accepted: {Cookies: []audit.Cookie{cookie}}}}
		row := compare(t, s).Findings[0].Propose.Rows["fr"].Row
		if !strings.HasSuffix(row, " | "+want+" |") {
			t.Errorf("%d s: %s, want %s", seconds, row, want)
		}
		s.Replace = [][2]string{{"pas pu l’être | permanente |\n", "pas pu l’être | permanente |\n" + row + "\n"}}
		for _, f := range compare(t, s).Findings {
			t.Errorf("%s is declared as %s and still breaks %s", time.Duration(seconds)*time.Second, want, f.Rule)
		}
	}
}
