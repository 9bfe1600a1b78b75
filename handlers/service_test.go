package handlers_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/html"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/portal"
	"charte/internal/spool"
	"charte/internal/store/sqlite"
	"charte/locales"
)

const (
	base         = "https://cookies.ville.example"
	portalOrigin = "https://donnees.ville.example"
)

var now = time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)

// service is the handler under test with the parts that tests inspect.
type service struct {
	t        testing.TB
	handler  http.Handler
	registry *faulty
	log      *bytes.Buffer
	banners  map[string]int // counted by Add
	spool    *spool.Spool
}

func (s *service) Add(language, text string, again bool) {
	key := language + " " + text
	if again {
		key += " again"
	}
	s.banners[key]++
}

// Objected counts an objection under "object audience".
func (s *service) Objected(d consent.Decision, purposes []string, _ string) {
	s.banners[string(d)+" "+strings.Join(purposes, " ")]++
}

// faulty is a real registry with faults that a test can switch on.
type faulty struct {
	*sqlite.Registry
	appendError, textError error
	panics                 bool
	hangs                  chan error            // Append blocks until it receives its error or nil
	receiptHangs           bool                  // Receipt blocks until its context ends
	change                 func(*consent.Record) // applied to each record that Receipt returns
	scopesError            error
	scopeQueries           atomic.Int64 // calls of Scopes
}

func (f *faulty) Scopes(ctx context.Context) ([]consent.Scope, error) {
	f.scopeQueries.Add(1)
	if f.scopesError != nil {
		return nil, f.scopesError
	}
	return f.Registry.Scopes(ctx)
}

func (f *faulty) Append(ctx context.Context, e consent.Entry) (consent.Record, error) {
	if f.panics {
		panic("canary-panic")
	}
	if f.hangs != nil {
		if err := <-f.hangs; err != nil {
			return consent.Record{}, err
		}
	}
	if f.appendError != nil {
		return consent.Record{}, f.appendError
	}
	return f.Registry.Append(ctx, e)
}

func (f *faulty) Receipt(ctx context.Context, id string) ([]consent.Record, error) {
	if f.receiptHangs {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	records, err := f.Registry.Receipt(ctx, id)
	for i := range records {
		if f.change != nil {
			f.change(&records[i])
		}
	}
	return records, err
}

func (f *faulty) KeepText(ctx context.Context, text consent.Text) error {
	if f.textError != nil {
		return f.textError
	}
	return f.Registry.KeepText(ctx, text)
}

func (f *faulty) Text(ctx context.Context, hash string) (consent.Text, error) {
	if f.textError != nil {
		return consent.Text{}, f.textError
	}
	return f.Registry.Text(ctx, hash)
}

var errDown = errors.New("the database is gone")

// demo is a charter with purposes that need consent; shipped is the default charter,
// in which none does.
const (
	demo    = "../internal/charter/testdata/demo"
	shipped = ".."
)

// setup is the configuration and the content of a service.
type setup struct {
	handlers.Config
	content.Content
}

// made returns the content with the texts of the charter's languages.
func (c setup) made(t testing.TB) *content.Content {
	t.Helper()
	texts, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	made := c.Content
	if made.Texts, err = texts.Only(made.Charter.Languages); err != nil {
		t.Fatal(err)
	}
	return &made
}

func newService(t testing.TB, folder string, changes ...func(*setup)) *service {
	t.Helper()
	set, err := charter.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	registry, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "charte.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { registry.Close() })
	s := &service{t: t, registry: &faulty{Registry: registry}, log: &bytes.Buffer{}, banners: map[string]int{}}
	if s.spool, err = spool.Open(filepath.Join(t.TempDir(), "spool")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.spool.Close() })
	config := setup{Content: content.Content{Charter: set}, Config: handlers.Config{
		BaseURL: addressed(t, base), Portals: portal.NewList(addressed(t, base), []string{portalOrigin}),
		CookieName: "cookies_preferences", CookieDomain: "ville.example",
		Registry: s.registry, Tally: s, Spool: s.spool,
		TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		Now:            func() time.Time { return now }, Random: rand.Reader,
		Log: slog.New(slog.NewJSONHandler(s.log, nil)),
	}}
	for _, change := range changes {
		change(&config)
	}
	if s.handler, err = handlers.New(t.Context(), config.Config, config.made(t)); err != nil {
		t.Fatal(err)
	}
	return s
}

// addressed parses a public address.
func addressed(t testing.TB, address string) portal.Base {
	t.Helper()
	parsed, err := portal.ParseBase(address)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// request returns a request; headers are pairs of name and value.
func request(method, target string, body io.Reader, headers ...string) *http.Request {
	r := httptest.NewRequest(method, base+target, body)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return r
}

func (s *service) do(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	return w
}

func (s *service) get(target string, headers ...string) *httptest.ResponseRecorder {
	return s.do(request(http.MethodGet, target, nil, headers...))
}

// post sends a form with the headers of a browser on a page of the service.
func (s *service) post(target string, fields url.Values, headers ...string) *httptest.ResponseRecorder {
	headers = append([]string{"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "Origin", base}, headers...)
	return s.do(request(http.MethodPost, target, strings.NewReader(fields.Encode()), headers...))
}

// text returns the text version in a page's form.
func (s *service) text(target string, headers ...string) string {
	s.t.Helper()
	w := s.get(target, headers...)
	_, after, found := strings.Cut(w.Body.String(), `name="text" value="`)
	if !found {
		s.t.Fatalf("%s has no form: %d", target, w.Code)
	}
	return after[:strings.IndexByte(after, '"')]
}

// accept returns the fields of a banner's form that grants everything.
func (s *service) accept(more ...string) url.Values {
	return s.fields("accept", more...)
}

func (s *service) fields(decision string, more ...string) url.Values {
	s.t.Helper()
	f := url.Values{"decision": {decision}, "surface": {"banner"}, "text": {s.text("/fr/choice")}, "return": {portalOrigin + "/a?b=c"}}
	for i := 0; i < len(more); i += 2 {
		f.Add(more[i], more[i+1])
	}
	return f
}

// rows returns all records of the registry.
func (s *service) rows() (records []consent.Record) {
	s.t.Helper()
	for r, err := range s.registry.Records(s.t.Context(), 1) {
		if err != nil {
			s.t.Fatal(err)
		}
		records = append(records, r)
	}
	return records
}

// preferences returns the choice's Set-Cookie, or nil.
func preferences(w *httptest.ResponseRecorder) *http.Cookie {
	for _, c := range w.Result().Cookies() {
		if c.Name == "cookies_preferences" && c.MaxAge >= 0 {
			return c
		}
	}
	return nil
}

// holding returns the Cookie header of a browser after a response.
func holding(w *httptest.ResponseRecorder) string {
	var pairs []string
	for _, c := range w.Result().Cookies() {
		if c.MaxAge >= 0 {
			pairs = append(pairs, c.Name+"="+c.Value)
		}
	}
	return strings.Join(pairs, "; ")
}

// grants returns the purposes that a cookie grants, or "no cookie".
func grants(t *testing.T, c *http.Cookie) string {
	t.Helper()
	if c == nil {
		return "no cookie"
	}
	text, err := url.PathUnescape(c.Value)
	if err != nil {
		t.Fatal(err)
	}
	var granted []string
	for _, id := range []string{"audience", "campaigns", "video"} {
		if strings.Contains(text, `"`+id+`":true`) {
			granted = append(granted, id)
		}
	}
	return strings.Join(granted, " ")
}

func parse(t *testing.T, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	doc, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
