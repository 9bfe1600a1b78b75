package views_test

import (
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/views"
)

// gap returns the report's description of one trouble.
func gap(t *testing.T, language string, trouble audit.Trouble) string {
	t.Helper()
	seen := audit.Observations{Visits: []audit.Visit{{State: audit.Undecided, Troubles: []audit.Trouble{trouble}}}}
	gaps := views.NewAudit(in(t, language).words, "", audit.Report{Observations: seen}).Gaps
	if len(gaps) != len(audit.StatesFor(nil)) { // the others were not reached
		t.Fatalf("%s: the gaps are %v", trouble.ID, gaps)
	}
	return gaps[0].What
}

func TestEveryTroubleHasItsWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, id := range audit.TroubleIDs() {
		for _, count := range []int{0, 2} {
			trouble := audit.Trouble{ID: id, Count: count, Detail: "#x"}
			french, english := gap(t, "fr", trouble), gap(t, "en", trouble)
			for _, words := range []string{french, english} {
				if strings.Contains(words, "audit_trouble") || strings.Contains(words, "<no value>") {
					t.Errorf("%s, %d: %q", id, count, words)
				}
			}
			if french == english {
				t.Errorf("%s has the same text in both languages: %q", id, french)
			}
		}
	}
}

func TestTroubleIsListedWithNumberAndDetail(t *testing.T) {
	t.Parallel()
	for want, of := range map[string]struct {
		language string
		trouble  audit.Trouble
	}{
		"chargement inachevé au bout de 30 secondes":            {"fr", audit.Trouble{ID: audit.Late, Count: 30}},
		"did not finish loading within 1 second":                {"en", audit.Trouble{ID: audit.Late, Count: 1}},
		"1 fenêtre ouverte par la page, et refermée aussitôt":   {"fr", audit.Trouble{ID: audit.Windows, Count: 1}},
		"rien, sur la page, ne correspond à «\u00a0#non\u00a0»": {"fr", audit.Trouble{ID: audit.NoMatch, Detail: "#non"}},
		"n’a pas pu être ouverte (net::ERR_EMPTY_RESPONSE)":     {"fr", audit.Trouble{ID: audit.NotOpened, Detail: "net::ERR_EMPTY_RESPONSE"}},
		"of-a-later-version":             {"en", audit.Trouble{ID: "of-a-later-version"}},
		"of-a-later-version\u00a0: #non": {"fr", audit.Trouble{ID: "of-a-later-version", Count: 3, Detail: "#non"}},
	} {
		if got := gap(t, of.language, of.trouble); got != want {
			t.Errorf("%s: %q, want %q", of.language, got, want)
		}
	}
}
