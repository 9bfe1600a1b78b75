package views_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/net/html"

	"charte/internal/audit"
	"charte/internal/audit/audittest"
	"charte/views"
)

// report returns the report on a portal with every fault of the corpus, or without
// any.
func report(t *testing.T, faulty bool) audit.Report {
	t.Helper()
	all, err := audittest.Faults()
	if err != nil {
		t.Fatal(err)
	}
	var faults []audittest.Fault
	for name, f := range all {
		if faulty && len(f.Replace)+len(f.Forget)+len(f.Add[audit.Objected].Cookies) == 0 && f.Complete == nil && !f.Incomplete && name != "exempt-measure" {
			faults = append(faults, f)
		}
	}
	r, err := audittest.Report(faults...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func auditHTML(t *testing.T, p views.AuditPage) *html.Node {
	t.Helper()
	var b bytes.Buffer
	if err := views.Audit(p).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(&b)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func auditText(t *testing.T, p views.AuditPage) string {
	t.Helper()
	var b strings.Builder
	if err := p.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// A report starts with its coverage, followed by the answer.
func TestAuditReportStartsWithCoverageAndAnswer(t *testing.T) {
	t.Parallel()
	for language, want := range map[string][3]string{
		"fr": {"Audit complet", "Avant tout choix, rien de ce qui demande un accord n’est déposé", "Avant tout choix, des traceurs fonctionnent déjà"},
		"en": {"Complete audit", "Before any choice, nothing that needs consent is set", "Before any choice, trackers are already running"},
	} {
		for i, faulty := range []bool{false, true} {
			page := views.NewAudit(in(t, language).words, "", report(t, faulty))
			written := auditText(t, page)
			answer, facts := strings.Index(written, "\n"+want[1+i]), strings.Index(written, "\n"+page.Facts[0].Name)
			if !strings.HasPrefix(written, want[0]) || answer < 0 || answer > facts || !strings.Contains(written[answer:facts], "Global Privacy Control") {
				t.Errorf("%s: the text begins with %.600q", language, written)
			}
			main := all(auditHTML(t, page), "main")[0]
			if rendered := text(main); !strings.HasPrefix(rendered, page.Title+" "+want[0]) || strings.Index(rendered, want[1+i]) > 600 || !strings.Contains(rendered, want[1+i]) {
				t.Errorf("%s: the page begins with %.400q", language, rendered)
			}
		}
	}
}

// Page and text contain every finding, with its rows and evidence, and each cookie, key
// or host once.
func TestPageAndTextOfAnAuditHaveTheSameContent(t *testing.T) {
	t.Parallel()
	for _, language := range languages {
		r := report(t, true)
		page := views.NewAudit(in(t, language).words, "", r)
		shown, written := text(auditHTML(t, page)), auditText(t, page)
		names, problems := map[string]bool{}, 0
		for _, e := range page.Entries {
			kind := e.Problems[0].Problem
			if names[e.Name+kind] {
				t.Errorf("%s: %s is listed twice", language, e.Name)
			}
			names[e.Name+kind] = true
			problems += len(e.Problems)
			for _, part := range parts(e) {
				if part == "" || !strings.Contains(shown, collapse(part)) || !strings.Contains(collapse(written), collapse(part)) {
					t.Errorf("%s: %q is missing from the page or the text", language, part)
				}
			}
		}
		if problems != len(r.Findings) || len(page.Entries) >= problems || problems < len(audit.Rules())-3 {
			t.Fatalf("%d findings in %d entries, %d in the report", problems, len(page.Entries), len(r.Findings))
		}
	}
}

func parts(e views.AuditEntry) (all []string) {
	for _, f := range e.Problems {
		all = append(all, f.Problem, f.Why)
		for _, fact := range f.When {
			all = append(all, fact.Value)
		}
	}
	for _, fact := range e.Facts {
		all = append(all, fact.Value)
	}
	for _, row := range e.Rows {
		all = append(all, row.Where, row.Markdown)
	}
	return all
}

// A cookie with several findings is one entry: what is known of it is written once.
func TestACookieIsOnceInAReport(t *testing.T) {
	t.Parallel()
	cookie := func(after bool) audit.Visit {
		return audit.Visit{Cookies: []audit.Cookie{{Page: "https://data.exemple.fr/", Name: "suivi", Domain: "data.exemple.fr", AfterChoice: after}}}
	}
	r, err := audittest.Report(audittest.Fault{Add: map[audit.State]audit.Visit{audit.Undecided: cookie(true), audit.GPC: cookie(true), audit.Refused: cookie(true), audit.Withdrawn: cookie(true)}})
	if err != nil {
		t.Fatal(err)
	}
	page := views.NewAudit(in(t, "en").words, "", r)
	if len(r.Findings) != 4 || len(page.Entries) != 1 || len(page.Entries[0].Problems) != 4 {
		t.Fatalf("%d findings, %+v", len(r.Findings), page.Entries)
	}
	written := auditText(t, page)
	for once, want := range map[string]int{"What was seen: ": 1, "Row proposed for": 1, "Fault: ": 4, "When: no choice, Global Privacy Control\n": 1} {
		if n := strings.Count(written, once); n != want {
			t.Errorf("%q is %d times in the report, want %d", once, n, want)
		}
	}
	if want := "Fault: before any choice, after the refusal, after the withdrawal, not declared"; page.Entries[0].Short != want {
		t.Errorf("the line of the cookie is %q, want %q", page.Entries[0].Short, want)
	}
}

// The first lines list what runs in each situation, for any number of trackers.
func TestTheFirstLinesAnswerForEverySituation(t *testing.T) {
	t.Parallel()
	many := audit.Visit{}
	for _, name := range []string{"a1", "b1", "c1", "d1", "e1"} {
		many.Cookies = append(many.Cookies, audit.Cookie{Page: "https://data.exemple.fr/", Name: name, Domain: "data.exemple.fr", AfterChoice: true})
	}
	honoured := audittest.Named(t, "objection-honoured")
	honoured.Add = map[audit.State]audit.Visit{audit.Refused: many}
	r, err := audittest.Report(honoured)
	if err != nil {
		t.Fatal(err)
	}
	got := views.NewAudit(in(t, "en").words, "", r).Answers
	want := []string{
		"Before any choice, nothing that needs consent is set or read, and no other site is contacted.",
		"After a refusal, trackers are still running: a1, b1, c1 and 2 more.",
		"After an objection, nothing is measured, and no other site is contacted.",
		"After a withdrawal, nothing that needs consent runs, and no other site is contacted.",
		"Under Global Privacy Control, nothing that needs consent is set or read, and no other site is contacted.",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the answers are\n%s", strings.Join(got, "\n"))
	}
}

func collapse(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(c rune) bool { return c == ' ' || c == '\n' }), " ")
}

// A report on a portal that blocked the audit does not claim that it sets nothing.
func TestAuditWithoutAPageConcludesNothing(t *testing.T) {
	t.Parallel()
	page := views.NewAudit(in(t, "en").words, "", reportOf(t, "wall-403"))
	for _, wording := range []string{text(auditHTML(t, page)), auditText(t, page)} {
		for _, reassuring := range []string{"No cookie", "No difference", "nothing that needs consent"} {
			if strings.Contains(wording, reassuring) {
				t.Errorf("the report has %q", reassuring)
			}
		}
		if !strings.Contains(wording, "No page was seen") || !strings.Contains(wording, "403, not seen") {
			t.Errorf("the report does not have what was not seen:\n%s", wording)
		}
	}
}

// A missing text would show as its id.
func TestEveryTextOfAnAuditExists(t *testing.T) {
	t.Parallel()
	for _, language := range reported {
		w := in(t, language).words
		r := report(t, true)
		for _, verdict := range []audit.Verdict{audit.Nothing, audit.Contacts, audit.Runs, audit.Unknown, audit.Needless} {
			for _, state := range audit.States() {
				if state != audit.Accepted {
					r.Answers = append(r.Answers, audit.Answer{State: state, Verdict: verdict})
				}
			}
		}
		for _, rule := range audit.Rules() {
			for _, kind := range []string{audit.KindCookie, audit.KindRequest, audit.LocalStorage, audit.SessionStorage, audit.IndexedDB, audit.CacheStorage} {
				r.Findings = append(r.Findings, audit.Finding{Rule: rule.ID, Level: rule.Level, Kind: kind, States: audit.States(), SetBy: audit.ByHeader, Request: "x"})
			}
		}
		old := r
		old.Findings = nil
		page, changes := views.NewAudit(w, "", r), views.NewAuditChanges(w, "", audit.Since(old, r))
		var b bytes.Buffer
		if err := views.AuditChanges(changes).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		if err := changes.WriteText(&b); err != nil {
			t.Fatal(err)
		}
		for _, rendered := range []string{text(auditHTML(t, page)), auditText(t, page), b.String()} {
			if i := strings.Index(rendered, "audit_"); i >= 0 {
				t.Errorf("%s: the text %.40q is missing", language, rendered[i:])
			}
			if strings.Contains(rendered, "<no value>") {
				t.Errorf("%s: a place is not filled", language)
			}
		}
	}
}

// The report is self-contained: one style element, no script, no address to load.
func TestAuditReportIsOneSelfContainedFile(t *testing.T) {
	t.Parallel()
	root := auditHTML(t, views.NewAudit(in(t, "fr").words, "p { top: 0 }", report(t, true)))
	if n := len(all(root, "script", "link", "img", "iframe", "object", "form", "a")); n > 0 {
		t.Errorf("%d elements that load, run or lead away", n)
	}
	if n := len(all(root, "style")); n != 1 {
		t.Errorf("%d styles", n)
	}
	for _, n := range all(root) {
		for _, a := range n.Attr {
			if a.Key == "style" || a.Key == "src" || a.Key == "href" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
			}
		}
	}
	policy := with(all(root, "meta"), "http-equiv", "Content-Security-Policy")
	if len(policy) != 1 || !strings.HasPrefix(attr(policy[0], "content"), "default-src 'none'") {
		t.Error("no policy holds what a name from the portal could become")
	}
	if len(all(root, "main")) != 1 || len(all(root, "h1")) != 1 || attr(all(root, "html")[0], "lang") != "fr" {
		t.Error("main, h1 and language are not one each")
	}
	for _, table := range all(root, "table") {
		if len(with(all(table, "th"), "scope", "col")) < 5 || attr(table, "aria-labelledby") == "" {
			t.Error("a table without heads or name")
		}
	}
}

// Names chosen by a hostile portal stay plain text on the page and on the terminal.
func TestNamesFromAPortalStayPlainText(t *testing.T) {
	t.Parallel()
	const hostile = "</style><script>alert(1)</script>\x1b[2J\x07\r\n\u202e{{.Name}}\xff"
	r, err := audittest.Report(audittest.Fault{Add: map[audit.State]audit.Visit{audit.Undecided: {
		Troubles: []audit.Trouble{{ID: audit.NoMatch, Detail: hostile}},
		Pages:    []audit.Page{{Address: hostile, Troubles: []audit.Trouble{{ID: hostile, Detail: hostile}}, Status: 200}},
		Cookies:  []audit.Cookie{{Page: hostile, Name: hostile, Domain: hostile, Path: hostile, SetBy: audit.ByScript, Request: hostile}},
		Stored:   []audit.Stored{{Page: hostile, Origin: hostile, Kind: audit.LocalStorage, Name: hostile}},
		Requests: []audit.Request{{Page: hostile, Host: hostile, Address: hostile, Type: hostile, ThirdParty: true, Pixel: true, Cookies: []string{hostile}}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	r.Observations.Target = []string{hostile}
	page := views.NewAudit(in(t, "fr").words, "", r)
	root := auditHTML(t, page)
	if n := len(all(root, "script")); n > 0 || len(all(root, "style")) != 1 {
		t.Errorf("%d scripts in the page", n)
	}
	for form, rendered := range map[string]string{"page": text(root), "text": strings.ReplaceAll(auditText(t, page), "\n", "")} {
		wild := func(c rune) bool { return c != '\u00a0' && c != '\u202f' && !unicode.IsPrint(c) }
		if i := strings.IndexFunc(rendered, wild); i >= 0 {
			t.Errorf("the %s holds %q", form, rendered[i:min(i+10, len(rendered))])
		}
		if !strings.Contains(rendered, "{{.Name}}") {
			t.Errorf("the %s lost the name", form)
		}
	}
}

// Gaps are listed, and the report does not claim that nothing differs.
func TestGapsOfAnAuditAreListed(t *testing.T) {
	t.Parallel()
	w := in(t, "en").words
	r, err := audittest.Report(audittest.Fault{Add: map[audit.State]audit.Visit{audit.Refused: {Troubles: []audit.Trouble{{ID: audit.CutShort}, {ID: audit.NoMatch, Detail: "#no"}}}}})
	if err != nil {
		t.Fatal(err)
	}
	page := views.NewAudit(w, "", r)
	if want := (views.AuditGap{Where: "all refused", What: "nothing on the page matches “#no”"}); len(page.Gaps) != 2 || !slices.Contains(page.Gaps, want) {
		t.Errorf("the gaps are %v", page.Gaps)
	}
	for _, rendered := range []string{text(auditHTML(t, page)), auditText(t, page)} {
		if !strings.Contains(rendered, "not everything could") || !strings.Contains(rendered, "nothing on the page matches “#no”") {
			t.Error("the report does not list its gaps")
		}
	}
	r.Observations.Visits = r.Observations.Visits[:1]
	early := views.NewAudit(w, "", r)
	for _, rendered := range []string{text(auditHTML(t, early)), auditText(t, early)} {
		if n := strings.Count(rendered, "not yet observed when the audit stopped"); n != 4 {
			t.Errorf("%d states are marked as not reached, want 4", n)
		}
	}
	if clean := auditText(t, views.NewAudit(w, "", report(t, false))); !strings.Contains(clean, "everything seen is declared") {
		t.Error("a clean report is not marked as clean")
	}
}
