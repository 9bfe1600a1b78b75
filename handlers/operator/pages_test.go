package operator_test

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/handlers/operator"
	"charte/internal/charter"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/message"
	visitors "charte/internal/pages"
	"charte/internal/portal"
)

// everyPage records data for every page and returns the paths of all pages.
func everyPage(t *testing.T, p *pages) []string {
	t.Helper()
	first := recordDecisions(t, p)
	second := p.store("en", consent.Charter, "c", "<p>Your other cookies</p>")
	var paths []string
	for _, code := range []string{"fr", "en"} {
		for _, path := range []string{"", "?days=365", "versions", "versions/" + second, "versions/" + first + "/" + second, "proof", "proof?day=2026-11-23", "health", "kits", "test", "draft"} {
			paths = append(paths, "/"+code+"/"+path)
		}
	}
	return paths
}

// the operator's pages follow the same rules as the public pages.
func TestEveryPageIsAccessibleAndWithoutScript(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	p.state.Fault = errors.New("charter.md:3: broken\ncharter.md:9: broken too")
	unknown := regexp.MustCompile(`\b(?:operator|embed)_[a-z_0-9]+`)
	for _, path := range everyPage(t, p) {
		doc := p.open(path)
		if code := path[1:3]; attr(all(doc, "html")[0], "lang") != code {
			t.Errorf("%s is not in %s", path, code)
		}
		if id := unknown.FindString(text(doc)); id != "" {
			t.Errorf("%s: the text %s is missing", path, id)
		}
		if len(all(doc, "h1")) != 1 || len(all(doc, "main")) != 1 || len(all(doc, "script")) != 0 {
			t.Errorf("%s lacks its h1 or main, has several, or has a script", path)
		}
		if !strings.Contains(text(all(doc, "main")[0]), "charter.md:9: broken too") {
			t.Errorf("%s does not show the faults of the content", path)
		}
		checkElements(t, path, doc)
	}
}

func checkElements(t *testing.T, path string, doc *html.Node) {
	t.Helper()
	ids := map[string]bool{}
	for n := range doc.Descendants() {
		if id := attr(n, "id"); id != "" {
			if ids[id] {
				t.Errorf("%s: the id %s is used twice", path, id)
			}
			ids[id] = true
		}
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("%s: <%s> has %s", path, n.Data, a.Key)
			}
		}
		switch n.Data {
		case "table":
			if len(all(n, "caption")) != 1 {
				t.Errorf("%s: a table has no caption", path)
			}
		case "th":
			if attr(n, "scope") == "" {
				t.Errorf("%s: a header cell has no scope", path)
			}
		case "iframe":
			if attr(n, "title") == "" || !slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "sandbox" && a.Val == "" }) {
				t.Errorf("%s: a frame has no title or no sandbox", path)
			}
		}
	}
}

func TestHomeRedirectsToTheBrowsersLanguage(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	for accept, want := range map[string]string{"en-GB,fr;q=0.5": "/en/", "": "/fr/", "xx": "/fr/"} {
		if w := p.get("/", "Accept-Language", accept); w.Code != http.StatusFound || w.Header().Get("Location") != want {
			t.Errorf("Accept-Language %q: %d to %s", accept, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestUnknownPathsAreNotFound(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	for _, path := range []string{"/xx/", "/en/nothing", "/en/figures/nothing.csv", "/en/versions/" + strings.Repeat("0", 64), "/text/abc", "/en/dossier"} {
		if w := p.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
}

func TestVersionsShowWhoIsAskedAgainAndWhichWordsChanged(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	older := p.store("en", consent.Charter, "b", "<p>Kept for 6 months.</p>")
	newer := p.store("en", consent.Charter, "b", "<p>Kept for 13 months.</p>")
	if err := p.registry.Note(t.Context(), consent.NoteText("fr", consent.Banner), "", now); err != nil {
		t.Fatal(err)
	}
	page := text(p.open("/en/versions"))
	for _, want := range []string{"23 November 2026 – not shown any more", "visitors who had accepted the extended purpose are asked again", "added: b (", "removed: a (", "what " + newer[:12] + " changed"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	doc := p.open("/en/versions/" + older + "/" + newer)
	removed, added := all(doc, "del"), all(doc, "ins")
	if len(removed) != 1 || text(removed[0]) != "Removed: 6" || len(added) != 1 || text(added[0]) != "Added: 13" {
		t.Errorf("removed %d, added %d: %s", len(removed), len(added), text(doc))
	}
}

func TestStoredTextIsShownUnchangedAndSandboxed(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	w := p.get("/text/" + p.banner)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<style>p{margin:0}</style></head>") || !strings.Contains(w.Body.String(), "<p>Vos cookies</p>") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	policy := w.Header().Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "form-action 'none'", "frame-ancestors 'self'", "sandbox", "style-src 'sha256-"} {
		if !strings.Contains(policy, want) {
			t.Errorf("the policy lacks %s: %s", want, policy)
		}
	}
}

// Pages for frames contain their style sheet in a style element, and are stored
// without CSS.
func TestStyleElementOfAStoredTextIsAllowed(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	text := consent.Text{HTML: []byte("<!doctype html><html><head><style>h1{margin:0}</style></head><body></body></html>"), Language: "fr", Surface: consent.Banner, Scope: strings.Repeat("a", 64), FirstServed: now}
	if err := p.registry.KeepText(t.Context(), text); err != nil {
		t.Fatal(err)
	}
	w := p.get("/text/" + text.Hash())
	sum := sha256.Sum256([]byte("h1{margin:0}"))
	want := "style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"
	if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, want) || strings.Count(w.Body.String(), "<style>") != 1 {
		t.Errorf("the policy is %s, want %s in it", policy, want)
	}
}

// P-09: the health page names the first changed record.
func TestHealthReportsAChangedRecord(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	if page := text(p.open("/en/health")); !strings.Contains(page, "Last decision none") {
		t.Errorf("an empty registry: %s", page)
	}
	p.decide(5, 0, consent.Refuse, grantNone, "fr", "")
	page := text(p.open("/en/health"))
	for _, want := range []string{"The last 5 records were verified: the chain is intact.", "Last number 5", "Records kept 5", "Last decision 23 November 2026"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q: %s", want, page)
		}
	}
	db, err := sql.Open("sqlite", p.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `UPDATE records SET language = 'en' WHERE sequence = 3`); err != nil {
		t.Fatal(err)
	}
	if page := text(p.open("/en/health")); !strings.Contains(page, "The chain is broken at record 3.") {
		t.Errorf("the page does not report the changed record: %s", page)
	}
}

func TestHealthClaimsOnlyWhatItVerified(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		records int
		change  func(p *pages) error
		want    string
		alert   bool
	}{
		"no record":        {0, func(*pages) error { return nil }, "The registry holds no record: there was nothing to verify.", false},
		"older records":    {1002, func(*pages) error { return nil }, "The last 1,000 records were verified: this part of the chain is intact.", false},
		"the file is gone": {1, func(p *pages) error { return os.Rename(p.file, p.file+".aside") }, "The registry’s file was moved, removed or replaced", true},
		"another file": {1, func(p *pages) error {
			return errors.Join(os.Rename(p.file, p.file+".aside"), os.WriteFile(p.file, nil, 0o600))
		}, "The registry’s file was moved, removed or replaced", true},
		"writes fail":       {1, func(p *pages) error { p.failing = true; return nil }, "The last write to the registry failed", true},
		"refusals wait":     {1, func(p *pages) error { p.spooled = 2; return nil }, "2 refusals and withdrawals are waiting to be recorded.", true},
		"refusals are lost": {1, func(p *pages) error { p.lost = 1; return nil }, "one refusal or withdrawal was honoured but will never be recorded.", true},
	} {
		p := newPages(t)
		p.decide(test.records, 0, consent.Refuse, grantNone, "fr", "")
		if err := test.change(p); err != nil {
			t.Fatal(err)
		}
		doc := p.open("/en/health")
		alert := slices.ContainsFunc(all(doc, "p"), func(n *html.Node) bool { return attr(n, "role") == "alert" })
		if page := text(doc); !strings.Contains(page, test.want) || alert != test.alert {
			t.Errorf("%s: alert %t, without %q: %s", name, alert, test.want, page)
		}
	}
}

// P-04: an operator sees on every page that no choice can be recorded.
func TestEveryPageReportsThatNothingCanBeRecorded(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	p.failing = true
	for _, path := range []string{"/en/", "/en/versions", "/en/proof", "/en/health", "/en/kits", "/en/test"} {
		doc := p.open(path)
		alerts := slices.DeleteFunc(all(doc, "p"), func(n *html.Node) bool { return attr(n, "role") != "alert" })
		if len(alerts) != 1 || !strings.Contains(text(alerts[0]), "The last write to the registry failed") {
			t.Errorf("%s: %d alerts: %s", path, len(alerts), text(doc))
		}
	}
}

// C-26: the health page warns of two charters that write the same cookie.
func TestHealthReportsChoicesOfAnotherCharter(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	if page := text(p.open("/en/health")); strings.Contains(page, "another charter") {
		t.Error("the page reports another charter without any such choice")
	}
	p.strangers = 3
	if page := text(p.open("/en/health")); !strings.Contains(page, "3 banners were served to visitors whose choice was made under another charter.") || !strings.Contains(page, "--cookie-name") {
		t.Errorf("the page does not report the other charter: %s", page)
	}
}

func TestKitsPageHasCodeAndPreviews(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	doc := p.open("/fr/kits")
	page := text(doc)
	for _, want := range []string{`src="https://cookies.ville.example/choice?kit"`, `src="https://cookies.ville.example/embed.js"`, `href="https://cookies.ville.example/"`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no line with %s", want)
		}
	}
	frames := all(doc, "iframe")
	if len(frames) != 2 || attr(frames[0], "src") != "/text/"+p.banner {
		t.Fatalf("%d previews", len(frames))
	}
	// The heights are those of the kit's frame in windows as wide as the previews.
	if wide, narrow := attr(frames[0], "height"), attr(frames[1], "height"); wide != "300" || narrow != "400" {
		t.Errorf("the previews have heights of %s and %s px", wide, narrow)
	}
	for _, h3 := range all(doc, "h3") {
		if strings.HasSuffix(text(h3), ".") {
			t.Errorf("the heading %q ends like a sentence", text(h3))
		}
	}
}

func TestKitsPageHasTheIncludeWhereThePortalsProxyCanUseIt(t *testing.T) {
	t.Parallel()
	if page := text(newPages(t).open("/en/kits")); !strings.Contains(page, "set --base-url to a path") || strings.Contains(page, "ssi on") {
		t.Errorf("on a host of its own: %s", page)
	}
	below, err := portal.ParseBase("https://donnees.ville.example/charte")
	if err != nil {
		t.Fatal(err)
	}
	p := newPages(t, func(c *operator.Config) {
		c.BaseURL = below
		served := c.Served()
		if served.Pages, err = visitors.New(served.Content, visitors.Site{Base: below, Handle: true, Random: rand.Reader}); err != nil {
			t.Fatal(err)
		}
		c.Served = func() operator.Served { return served }
		c.Kit = func(operator.Served, *i18n.Words) (kit.Portal, error) {
			return kit.Portal{Service: below, Listen: "127.0.0.1:8123", Cookie: "cookies_preferences", Windows: []int{320}, Heights: []int{400}}, nil
		}
	})
	doc := p.open("/fr/kits")
	page := text(doc)
	for _, want := range []string{`<!--# include virtual="/charte/fr/part" -->`, "proxy_pass http://127.0.0.1:8123;", `<esi:include src="/charte/fr/part"/>`, `.port = "8123"`, "cookies_preferences=", "# un retrait compte jusqu’à 3 Kio de Set-Cookie", "# Le fragment n’est servi qu’aux inclusions."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page has no %s: %s", want, page)
		}
	}
	if strings.Contains(page, "--base-url") {
		t.Error("the page asks for a setting that is made")
	}
	frames := all(doc, "iframe")
	if len(frames) != 4 || attr(frames[2], "title") == attr(frames[3], "title") || attr(frames[3], "height") != "400" {
		t.Fatalf("%d previews, want kit 1 and kit 4 at two widths", len(frames))
	}
	w := p.get(attr(frames[2], "src"))
	for _, want := range []string{`<!doctype html><html lang="fr">`, `</style></template>`, `action="/charte/fr/choice?part"`, ":host{position:static!important}"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the preview of kit 4 has no %s: %d %s", want, w.Code, w.Body)
		}
	}
	if policy := w.Header().Get("Content-Security-Policy"); strings.Count(policy, "'sha256-") != 2 || !strings.Contains(policy, "form-action 'none'") || strings.Contains(w.Body.String(), "<link") {
		t.Errorf("the preview requests something, or its style is blocked: %s", policy)
	}
}

func TestLabelsSeparateCodesFromWords(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	recordDecisions(t, p)
	doc := p.open("/fr/")
	drawn := ""
	for _, label := range all(doc, "text") {
		drawn += text(label) + "|"
	}
	for _, want := range []string{"|français (fr)|", "|Bandeau – "} {
		if !strings.Contains(drawn, want) {
			t.Errorf("no label of a plot is %q: %s", want, drawn)
		}
	}
	if page := text(p.open("/fr/versions")); strings.Contains(page, "2026:") {
		t.Errorf("a colon without a space before it: %s", page)
	}
}

func TestSelfTestShowsPortalsAndFindings(t *testing.T) {
	t.Parallel()
	p := newPages(t, func(c *operator.Config) {
		c.Check = func(context.Context) (check.Report, error) {
			return check.Report{Findings: []check.Reported{{Rule: check.Rule{ID: "some-rule", Level: check.Warning}, Finding: check.Finding{File: "charter.md", Line: 7, Problem: message.Of("--rate-limit is off"), Fix: message.Plain("Delete the sentence.")}}}}, nil
		}
	})
	page := text(p.open("/en/test"))
	for _, want := range []string{"https://donnees.ville.example yes yes yes The choice can be asked for and read on this portal.",
		"https://ailleurs.example no yes no No choice can be asked for on this portal", "warning some-rule charter.md:7 --rate-limit is off – Delete the sentence."} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q: %s", want, page)
		}
	}
	const want = "à vérifier some-rule charter.md:7 --rate-limit vaut off – Supprimez la phrase."
	if page := p.open("/fr/test"); !strings.Contains(text(page), want) {
		t.Errorf("the French page lacks %q: %s", want, text(page))
	}
}

func TestDossierIsSentCompleteOrNotAtAll(t *testing.T) {
	t.Parallel()
	var broken error
	p := newPages(t, func(c *operator.Config) {
		c.Dossier = func(_ context.Context, _ csv.Format, w io.Writer) error {
			io.WriteString(w, "PK")
			return broken
		}
	})
	for lack, want := range map[operator.Lack]string{
		"":                 "verify them. It has pictures of the texts, as many as a minute allows. Download the dossier",
		operator.NoBrowser: "because no Chromium is installed on this machine. Install one, then run this command, which makes a dossier with pictures: chartectl dossier Download the dossier",
		operator.Confined:  "because systemd does not let the service start a browser. This command makes a dossier with pictures: chartectl dossier Download the dossier",
	} {
		p.pictures = operator.Pictures{Lack: lack, Command: "chartectl dossier"}
		if page := text(p.open("/en/health")); !strings.Contains(page, want) {
			t.Errorf("the page lacks %q: %s", want, page)
		}
	}
	if w := p.get("/en/dossier"); w.Code != http.StatusOK || w.Body.String() != "PK" || !strings.Contains(w.Header().Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	broken = errors.New("canary")
	if w := p.get("/en/dossier"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "canary") || strings.Contains(w.Body.String(), "PK") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// a dossier is expensive, so a second request during the first gets 503 at once.
// Another site cannot make the operator's browser request one.
func TestDossierIsCreatedOneAtATimeAndNotForOtherSites(t *testing.T) {
	t.Parallel()
	started, finish := make(chan struct{}), make(chan struct{})
	p := newPages(t, func(c *operator.Config) {
		c.Dossier = func(context.Context, csv.Format, io.Writer) error {
			close(started)
			<-finish
			return nil
		}
	})
	first := make(chan int)
	go func() { first <- p.get("/fr/dossier").Code }()
	<-started
	if w := p.get("/fr/dossier"); w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("a second dossier meanwhile: %d", w.Code)
	}
	close(finish)
	if code := <-first; code != http.StatusOK {
		t.Errorf("the first dossier: %d", code)
	}
	if w := p.get("/fr/dossier", "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a request from another site: %d", w.Code) // creating it would panic in close
	}
}

// Every page lists the faults of the served content with their fixes, in its language.
func TestEveryPageShowsTheFaultsOfTheServedContent(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	if page := text(p.open("/en/")); strings.Contains(page, "The content served contains") {
		t.Error("the page shows a fault without any")
	}
	for _, rule := range check.Rules() {
		if rule.ID == "ga-exempt" {
			p.faults = []check.Reported{{Rule: rule, Finding: check.Finding{File: "charter.md", Line: 7, Problem: message.Plain("a"), Fix: message.Plain(rule.Fix)}}}
		}
	}
	for path, want := range map[string]string{
		"/en/":         "ga-exempt charter.md:7 a – Move it to a purpose that requires consent.",
		"/en/versions": "The content served contains a fault.",
		"/fr/health":   "ga-exempt charter.md:7 a – Déplacez-le vers une finalité soumise à accord.",
		"/fr/kits":     "Ce qui est servi contient une faute.",
	} {
		if page := text(p.open(path)); !strings.Contains(page, want) {
			t.Errorf("%s lacks %q: %s", path, want, page)
		}
	}
}

func TestEachFaultOfTheCharterIsAListItemInTheLanguageOfThePage(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	p.state.Fault = charter.Faults{
		{Fault: message.Fault{File: "charter.md", Line: 3, Problem: message.Plain("a")}},
		{Fault: message.Fault{File: "charter.md", Line: 4, Problem: message.Of("has no alternative text for %s", "logo.svg")}},
	}
	for path, want := range map[string]string{"/en/health": "charter.md:4: has no alternative text for logo.svg", "/fr/health": "charter.md:4: n’a pas d’équivalent textuel pour logo.svg"} {
		list := all(all(p.open(path), "main")[0], "ul")[0]
		items := all(list, "li")
		if len(items) != 2 || text(items[1]) != want || attr(list, "lang") != path[1:3] {
			t.Errorf("%s lists %d faults in %s, the last %q", path, len(items), attr(list, "lang"), text(items[len(items)-1]))
		}
	}
}
