package views_test

import (
	"strings"
	"testing"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
	"charte/views"
)

func reportOf(t *testing.T, name string) audit.Report {
	t.Helper()
	r, err := audittest.Report(audittest.Named(t, name))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A finding contains what was found, why it matters, when, where and by whom it was
// set, and the row to add.
func TestFindingContainsAllItsFacts(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"undeclared-cookie": `
Fault: The cookie “_ga_*” is not declared
  The list must be accurate and complete: consent requires that visitors know what they accept. (H-02; GDPR art. 12(1); GDPR art. 13)
  When: all accepted
  Page: https://data.exemple.fr/
  What was seen: _ga_X1Y2=…; Domain=exemple.fr; Path=/; Max-Age=34560000; SameSite=Lax; Secure
  Set by: the script https://data.exemple.fr/app.js
  Tool: Google Analytics
  Row proposed for charter.md, in the section on line 26 (“statistics”)
    | Google | exemple.fr | ` + "`_ga_*`" + ` | Conserver l’état de la visite | 14 mois |
  Provider and purpose according to https://support.google.com/analytics/answer/11397207
`,
		"undeclared-unknown": `
  When: all accepted, consent withdrawn
  Page: https://data.exemple.fr/, and others (2 in all)
  What was seen: suivi=…; Path=/; Max-Age=3600; SameSite=Lax; Secure
  Set by: the script https://data.exemple.fr/app.js
  Tool: unknown to this program: ask your provider
  Row proposed for charter.md, in the section on line 26 (“statistics”)
    | à compléter | data.exemple.fr | ` + "`suivi`" + ` | à compléter | 2 heures |
  The purpose is still to be chosen: this one is a guess.
`,
		"lifetime": `
Fault: “_pk_id.*” lasts longer than declared: 400 days instead of “13 mois”
`,
		"lifetime-written": `
Fault: “_pk_id.*” lasts longer than declared: 2 years instead of “13 mois”
`,
		"attributes-own": `
Warning: “__Host-charte-receipt” contradicts its declaration: no HttpOnly instead of HttpOnly
`,
		"attributes-party": `
Warning: “_pk_ses.*” contradicts its declaration: third-party cookie instead of first-party cookie
`,
		"hidden-tracker": `
Fault: audience.exemple.fr is an alias of exemple.eulerian.net: a known tracker behind a name of the portal’s domain
  Such an alias makes a third party look like the site itself: it receives the cookies of the domain, and browsers and visitors cannot recognise it. Have the alias removed, or the tool. (C-25; CNIL 2020-092 art. 6)
  When: all accepted
  Page: https://data.exemple.fr/
  What was seen: script https://audience.exemple.fr/ea.js → exemple.eulerian.net
  Tool: Eulerian
`,
		"hidden-host": `
Warning: images.exemple.fr is an alias of tiers.exemple.org, on another domain
`,
		"not-seen": `
Pages
  https://data.exemple.fr/  no choice 200 (1.2 s), Global Privacy Control 200 (1.2 s), all refused 200 (1.2 s), all accepted 200 (1.2 s), consent withdrawn 200 (1.2 s)
`,
	} {
		page := views.NewAudit(in(t, "en").words, "", reportOf(t, name))
		if got := auditText(t, page); !strings.Contains(got, want) {
			t.Errorf("%s:\n%s\nlacks\n%s", name, got, want)
		}
	}
}

// In a French report, laws are cited as a French lawyer cites them.
func TestCitationsOfLawAreInTheLanguageOfTheReport(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"undeclared-cookie": "(H-02\u00a0; RGPD, art. 12, §\u00a01\u00a0; RGPD, art. 13)",
		"before-choice":     "(C-01\u00a0; loi n°\u00a078-17, art. 82\u00a0; CNIL 2020-091, §\u00a013-16)",
		"lifetime":          "(H-02\u00a0; CJUE, aff. C-673/17)",
	} {
		if got := auditText(t, views.NewAudit(in(t, "fr").words, "", reportOf(t, name))); !strings.Contains(got, want) {
			t.Errorf("%s:\n%s\nlacks %s", name, got, want)
		}
	}
}

// A report in which something runs is marked by more than colour.
func TestReportWithSomethingRunningIsMarkedAsAProblem(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"before-choice": "answer runs", "tracker-pixel": "answer runs", "undeclared-cookie": "answer"} {
		root := auditHTML(t, views.NewAudit(in(t, "fr").words, "", reportOf(t, name)))
		if got := attr(all(root, "section")[0], "class"); got != want {
			t.Errorf("%s: the answer has the class %q, want %q", name, got, want)
		}
	}
}

func TestComparisonWithAnIncompleteAuditIsMarked(t *testing.T) {
	t.Parallel()
	for name, cut := range map[string]bool{"not-seen": false, "not-seen-incomplete": true} {
		page := views.NewAuditChanges(in(t, "en").words, "", audit.Since(report(t, false), reportOf(t, name)))
		var b strings.Builder
		if err := page.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(b.String(), "is incomplete") != cut {
			t.Errorf("%s:\n%s", name, b.String())
		}
	}
}
