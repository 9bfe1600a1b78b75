package operator_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"charte/handlers/operator"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/metrics"
	visitors "charte/internal/pages"
	"charte/internal/portal"
	"charte/internal/store/sqlite"
)

var now = time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)

// pages is the handler under test with its registry and the state that it reports.
type pages struct {
	t         *testing.T
	handler   http.Handler
	registry  *sqlite.Registry
	file      string
	state     content.State
	strangers int64
	failing   bool
	spooled   int64
	lost      int64
	faults    []check.Reported
	pictures  operator.Pictures
	banner    string // the text version of the banner in French
}

func newPages(t *testing.T, changes ...func(*operator.Config)) *pages {
	t.Helper()
	served, err := content.Source{Dir: "../../internal/charter/testdata/demo"}.Read()
	if err != nil {
		t.Fatal(err)
	}
	p := &pages{t: t, file: filepath.Join(t.TempDir(), "charte.db"), state: content.State{Since: now, Tried: now}}
	if p.registry, err = sqlite.Open(t.Context(), p.file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.registry.Close() })
	p.banner = p.store("fr", consent.Banner, "a", "<p>Vos cookies</p>")
	base, err := portal.ParseBase("https://cookies.ville.example")
	if err != nil {
		t.Fatal(err)
	}
	rendered, err := visitors.New(served, visitors.Site{Base: base, Handle: true, Random: rand.Reader})
	if err != nil {
		t.Fatal(err)
	}
	config := operator.Config{
		Registry: p.registry, Metrics: metrics.New(metrics.Build{}).Gather(),
		Served: func() operator.Served {
			return operator.Served{Content: served, State: p.state, Faults: p.faults, Pages: rendered,
				Versions: map[string]map[consent.Surface]string{"fr": {consent.Banner: p.banner}}}
		},
		BaseURL: base, Portals: []string{"https://donnees.ville.example", "https://ailleurs.example"}, CookieDomain: "ville.example",
		Kit: func(_ operator.Served, w *i18n.Words) (kit.Portal, error) {
			return kit.Portal{Service: base, Title: "Cookies", Link: w.Say("manage"), Windows: []int{320, 640}, Heights: []int{400, 300}, Purpose: "audience", Integrity: "sha384-x"}, nil
		},
		Strangers: func() int64 { return p.strangers }, Failing: func() bool { return p.failing },
		Spool:    func() (int64, int64) { return p.spooled, p.lost },
		Pictures: func() operator.Pictures { return p.pictures },
		Arrived:  func(context.Context) []check.Reported { return nil },
		Check:    func(context.Context) (check.Report, error) { return check.Report{}, nil },
		Draft: func(context.Context, operator.Served, string) (check.Report, *operator.Comparison, error) {
			return check.Report{}, nil, nil
		},
		Now: func() time.Time { return now }, Log: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	for _, change := range changes {
		change(&config)
	}
	if p.handler, err = operator.New(config); err != nil {
		t.Fatal(err)
	}
	return p
}

// store stores a text about a scope with one tracker, notes both as in force, and
// returns the text version.
func (p *pages) store(language string, surface consent.Surface, tracker, body string) string {
	p.t.Helper()
	scope := consent.NewScope([]consent.Purpose{{ID: "audience", Trackers: []string{tracker}}})
	text := consent.Text{HTML: []byte(`<!doctype html><html><head><title>t</title><link rel="stylesheet" href="/charte/static/00/charte.css"></head><body>` + body + "</body></html>"), CSS: []byte("p{margin:0}"),
		Language: language, Surface: surface, Scope: scope.Hash(), FirstServed: now.Truncate(24 * time.Hour)}
	for _, err := range []error{
		p.registry.KeepScope(p.t.Context(), scope),
		p.registry.Note(p.t.Context(), consent.NoteScope, scope.Hash(), now),
		p.registry.KeepText(p.t.Context(), text),
		p.registry.Note(p.t.Context(), consent.NoteText(language, surface), text.Hash(), now),
	} {
		if err != nil {
			p.t.Fatal(err)
		}
	}
	return text.Hash()
}

// decide records n equal decisions of ago days before today.
func (p *pages) decide(n, ago int, d consent.Decision, choice, language, text string) {
	p.t.Helper()
	c, err := consent.ParseChoice(choice)
	if err != nil {
		p.t.Fatal(err)
	}
	for i := range n {
		e := consent.Entry{Time: now.AddDate(0, 0, -ago), Decision: d, Choice: c, Scope: strings.Repeat("a", 64), Text: text, Language: language}
		if c.Grants() {
			if e.Receipt, err = consent.NewReceipt(strings.NewReader(fmt.Sprintf("%d %d %s %s %032d", i, ago, d, language, i))); err != nil {
				p.t.Fatal(err)
			}
		}
		if _, err := p.registry.Append(p.t.Context(), e); err != nil {
			p.t.Fatal(err)
		}
	}
}

func (p *pages) get(path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, "http://localhost:8081"+path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w
}

func (p *pages) open(path string) *html.Node {
	p.t.Helper()
	w := p.get(path)
	if w.Code != http.StatusOK {
		p.t.Fatalf("%s: %d %s", path, w.Code, w.Body)
	}
	doc, err := html.Parse(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		p.t.Fatal(err)
	}
	return doc
}

// all returns the elements with a name, in document order.
func all(root *html.Node, name string) (found []*html.Node) {
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			found = append(found, n)
		}
	}
	return found
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
