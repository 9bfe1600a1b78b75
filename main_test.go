package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

const portal = "http://localhost:9" // nothing listens there

// hidden matches the text version in a form, which an acceptance must cite.
var hidden = regexp.MustCompile(`name="text" value="([0-9a-f]{64})"`)

// A visitor refuses in the banner, then accepts on the charter page and views the
// receipt; the operator verifies the record. Other tests of the whole program are in
// tests.
func TestJourneyFromTheBannerToTheVerifiedRecord(t *testing.T) {
	registry := "sqlite:" + filepath.Join(t.TempDir(), "charte.db")
	base, stop := serve(t, registry)
	visitor := newVisitor(t, base)

	banner := visitor.get("/fr/choice?return=" + url.QueryEscape(portal+"/explore/?q=arbres"))
	banner.contains(`value="refuse"`, `value="accept"`)
	if visitor.cookie("cookies_preferences") != "" {
		t.Error("a cookie is set before the choice")
	}

	refusal := visitor.post("/fr/choice", "decision", "refuse", "surface", "banner", "return", portal+"/explore/?q=arbres")
	if refusal.target != portal+"/explore/?q=arbres" {
		t.Errorf("after the refusal the visitor is redirected to %q", refusal.target)
	}
	visitor.granted(false)
	if visitor.get("/fr/choice").has("<form") {
		t.Error("the banner shows its form again after a refusal")
	}

	charter := visitor.get("/fr/")
	accepted := visitor.post("/fr/choice", "decision", "accept", "surface", "charter", "text", charter.submatch(hidden), "return", "")
	visitor.get(accepted.target).contains("Choix enregistré")
	visitor.granted(true)
	receipt := visitor.cookie("charte-receipt")
	if receipt == "" {
		t.Fatal("an acceptance sets no receipt")
	}
	visitor.get("/fr/receipt").contains(receipt)

	stop()
	if out := charte(t, "verify", "--registry", registry); !strings.HasPrefix(out, "The chain is intact: 2 records, 1 to 2, ") {
		t.Errorf("verify prints %s", out)
	}
}

// serve starts the program on a free port. stop ends it and returns once it has exited.
func serve(t *testing.T, registry string) (base string, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, in := io.Pipe()
	log := &bytes.Buffer{}
	ended := make(chan error, 1)
	go func() {
		err := run(ctx, []string{"--listen", "localhost:0", "--admin", "off", "--portal", portal, "--registry", registry, "--spool", t.TempDir()}, nil, in, log)
		in.CloseWithError(err)
		ended <- err
	}()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program did not start: %v", err)
	}
	return strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "Charte serves "), "/"), func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the program ended with %v\n%s", err, log)
		}
	}
}

// charte runs a command and returns its output.
func charte(t *testing.T, args ...string) string {
	t.Helper()
	var out, log bytes.Buffer
	if err := run(t.Context(), args, nil, &out, &log); err != nil {
		t.Fatalf("charte %s: %v\n%s", strings.Join(args, " "), err, &log)
	}
	return out.String()
}

// visitor is an HTTP client with a cookie jar. It follows no redirect.
type visitor struct {
	t      *testing.T
	base   string
	client *http.Client
}

func newVisitor(t *testing.T, base string) visitor {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	noRedirect := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return visitor{t, base, &http.Client{Jar: jar, CheckRedirect: noRedirect}}
}

// page is a response: its body, and the address that it redirects to.
type page struct {
	t            *testing.T
	text, target string
}

func (v visitor) get(path string) page {
	v.t.Helper()
	return v.do(http.MethodGet, path, nil)
}

// post sends a form with the given names and values.
func (v visitor) post(path string, fields ...string) page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return v.do(http.MethodPost, path, form)
}

func (v visitor) do(method, path string, form url.Values) page {
	v.t.Helper()
	r, err := http.NewRequestWithContext(v.t.Context(), method, v.base+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	response, err := v.client.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode >= 400 {
		v.t.Fatalf("%s %s: %s, %v\n%s", method, path, response.Status, err, text)
	}
	return page{v.t, string(text), response.Header.Get("Location")}
}

func (v visitor) cookie(name string) string {
	address, _ := url.Parse(v.base)
	for _, c := range v.client.Jar.Cookies(address) {
		if c.Name == name {
			return c.Value
		}
	}
	return ""
}

// granted fails unless the cookie contains want for each purpose.
func (v visitor) granted(want bool) {
	v.t.Helper()
	choice, err := url.PathUnescape(v.cookie("cookies_preferences"))
	if err != nil {
		v.t.Fatal(err)
	}
	for _, purpose := range []string{"statistics", "first_party", "third_party"} {
		if !strings.Contains(choice, fmt.Sprintf("%q:%t", purpose, want)) {
			v.t.Errorf("the cookie is %s, want %s %t", choice, purpose, want)
		}
	}
}

func (p page) has(text string) bool { return strings.Contains(p.text, text) }

func (p page) contains(texts ...string) {
	p.t.Helper()
	for _, text := range texts {
		if !p.has(text) {
			p.t.Errorf("no %q in\n%s", text, p.text)
		}
	}
}

func (p page) submatch(pattern *regexp.Regexp) string {
	p.t.Helper()
	found := pattern.FindStringSubmatch(p.text)
	if found == nil {
		p.t.Fatalf("no %s in\n%s", pattern, p.text)
	}
	return found[1]
}
