package views_test

import (
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
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

// Hosts that could not be looked up are gaps: one line for each reason, and a single one
// without a network.
func TestHostsThatCouldNotBeLookedUpAreGaps(t *testing.T) { // C-25
	t.Parallel()
	const seen = "), so a third party behind an alias would not be seen"
	none, slow := audit.Lookup{Host: "a.exemple.fr", Failed: audit.NoAnswer}, audit.Lookup{Host: "b.exemple.fr", Failed: audit.Slow}
	good, later := audit.Lookup{Host: "c.exemple.fr"}, audit.Lookup{Host: "d.exemple.fr", Failed: "of-a-later-version"}
	for name, test := range map[string]struct {
		lookups []audit.Lookup
		want    string
		fact    string
	}{
		"all were":       {[]audit.Lookup{good}, "", "1 of 1"},
		"a host was not": {[]audit.Lookup{good, slow}, "b.exemple.fr: could not be looked up (no answer in time" + seen, "1 of 2"},
		"several were not": {[]audit.Lookup{good, slow, later, slow}, "b.exemple.fr and b.exemple.fr: could not be looked up (no answer in time" + seen +
			"\nd.exemple.fr: could not be looked up (of-a-later-version" + seen, "1 of 4"},
		"no network": {[]audit.Lookup{none, none, none}, "host names: none could be looked up (the resolver of this machine does not answer, or answers with an error" + seen, "0 of 3"},
	} {
		r, err := audittest.Report(audittest.Fault{Lookups: test.lookups})
		if err != nil {
			t.Fatal(err)
		}
		page := views.NewAudit(in(t, "en").words, "", r)
		var got []string
		for _, g := range page.Gaps {
			got = append(got, g.Where+": "+g.What)
		}
		if strings.Join(got, "\n") != test.want {
			t.Errorf("%s: the gaps are\n%s, want\n%s", name, strings.Join(got, "\n"), test.want)
		}
		written := auditText(t, page)
		if !strings.Contains(written, "Host names looked up: "+test.fact+"\n") {
			t.Errorf("%s: the report lacks %q\n%s", name, test.fact, written)
		}
		if clean := strings.Contains(written, "everything seen is declared"); clean != (test.want == "") {
			t.Errorf("%s: the report is clean: %t", name, clean)
		}
	}
}

func TestEveryReasonOfALookupHasItsWordsInEveryLanguage(t *testing.T) {
	t.Parallel()
	for _, reason := range audit.LookupFailures() {
		known := map[string]bool{}
		for _, language := range []string{"fr", "en"} {
			seen := audit.Observations{Lookups: []audit.Lookup{{Host: "a.exemple.fr", Failed: reason}}}
			gaps := views.NewAudit(in(t, language).words, "", audit.Report{Observations: seen}).Gaps
			what := gaps[len(gaps)-1].What
			if strings.Contains(what, "audit_lookup") || strings.Contains(what, "<no value>") || known[what] {
				t.Errorf("%s, %s: %q", language, reason, what)
			}
			known[what] = true
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
