package deploy_test

import (
	"compress/gzip"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

// browser sends what Firefox sends, and keeps cookies and the last page.
type browser struct {
	traveller
	t       *testing.T
	cookies map[string]string
	page    string
}

func newBrowser(t *testing.T, p proxy) *browser {
	return &browser{t: t, traveller: p.visitor(""), cookies: map[string]string{}}
}

// firefox are the headers of a navigation. At level 4, the rules block the Sec-Ch-Ua
// headers of Chromium on every site.
var firefox = map[string]string{
	"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	"Accept":     "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "Accept-Language": "fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3",
	"Accept-Encoding": "gzip, deflate, br, zstd", "Upgrade-Insecure-Requests": "1", "Priority": "u=4", "Te": "trailers",
	"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe",
}

func (b *browser) send(method, path string, form url.Values) (status int, location, body string) {
	b.t.Helper()
	request, err := http.NewRequestWithContext(b.t.Context(), method, b.origin+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	for name, value := range firefox {
		request.Header.Set(name, value)
	}
	request.Header.Set("Referer", page)
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", b.origin)
		request.Header.Set("Referer", b.origin+"/fr/choice?kit")
		request.Header.Set("Sec-Fetch-Site", "same-origin")
		request.Header.Set("Sec-Fetch-Dest", "document")
		request.Header.Set("Sec-Fetch-User", "?1")
	}
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	answer, err := b.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	for _, c := range answer.Cookies() {
		if b.cookies[c.Name] = c.Value; c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	return answer.StatusCode, answer.Header.Get("Location"), read(b.t, answer)
}

func read(t *testing.T, answer *http.Response) string {
	t.Helper()
	var body io.Reader = answer.Body
	if answer.Header.Get("Content-Encoding") == "gzip" {
		unpacked, err := gzip.NewReader(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		body = unpacked
	}
	text, err := io.ReadAll(body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// get opens a page, or where it redirects to on the same host.
func (b *browser) get(path string) string {
	b.t.Helper()
	status, location, body := b.send("GET", path, nil)
	if status == http.StatusFound && strings.HasPrefix(location, "/") {
		status, _, body = b.send("GET", location, nil)
	}
	if status != http.StatusOK {
		b.t.Fatalf("GET %s%s: %d\n%s", b.origin, path, status, body)
	}
	b.page = body
	return body
}

// link returns an address in the page that was opened last.
func (b *browser) link(pattern *regexp.Regexp) string {
	b.t.Helper()
	found := pattern.FindStringSubmatch(b.page)
	if found == nil {
		b.t.Fatalf("no %s in\n%s", pattern, b.page)
	}
	return html.UnescapeString(found[1])
}

var formAction = regexp.MustCompile(`<form[^>]* action="([^"]+)"`)

// submit sends the form of the page that was opened last, and returns the address
// that the answer leads to.
func (b *browser) submit(decision string, purposes ...string) string {
	b.t.Helper()
	action := b.link(formAction)
	form := url.Values{"decision": {decision}, "purpose": purposes, "text": {b.link(textField)}, "surface": {b.link(regexp.MustCompile(`name="surface" value="([^"]+)"`))}}
	status, location, body := b.send("POST", action, form)
	if status != http.StatusSeeOther {
		b.t.Fatalf("POST %s: %d\n%s", action, status, body)
	}
	return location
}
