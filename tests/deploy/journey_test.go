package deploy_test

import (
	"compress/gzip"
	"context"
	"crypto/tls"
	"encoding/base64"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	textField = regexp.MustCompile(`name="text" value="([0-9a-f]{64})"`)
	proxies   = []string{"nginx", "caddy", "apache"}
)

// every header of the service reaches the visitor over TLS and
// HTTP/2, through the snippets as they are published.
func TestEachProxyPassesEveryHeaderThrough(t *testing.T) {
	for _, name := range proxies {
		t.Run(name, func(t *testing.T) {
			p := openProxy(t, name)
			visitor, direct := p.visitor(""), p.direct()
			_, page := send(t, direct, "GET", "/fr/", nil)
			text := textField.FindStringSubmatch(page)[1]
			same := func(method, path string, form url.Values, cookies ...*http.Cookie) *http.Response {
				t.Helper()
				have, body := send(t, visitor, method, path, form, cookies...)
				want, wanted := send(t, direct, method, path, form, cookies...)
				compare(t, method+" "+path, have, want, body == wanted)
				return have
			}
			for _, path := range []string{"/", "/fr/", "/en/", "/choice", "/choice?kit", "/fr/choice", "/embed/width.svg", "/charter.json", "/.well-known/gpc.json", "/nothing"} {
				same("GET", path, nil)
			}
			same("HEAD", "/fr/", nil)
			same("PUT", "/fr/choice", url.Values{})
			back := portal + "/explore/?q=eau&sort=modified"
			same("POST", "/fr/choice?back="+base64.RawURLEncoding.EncodeToString([]byte(back)), url.Values{"decision": {"refuse"}, "surface": {"banner"}})
			accepted := same("POST", "/fr/choice", url.Values{"decision": {"accept"}, "surface": {"charter"}, "text": {text}, "return": {back}})
			cookies := accepted.Cookies()
			if len(cookies) != 2 {
				t.Fatalf("an acceptance sets %d cookies through %s, want the choice and the receipt", len(cookies), name)
			}
			same("GET", "/fr/", nil, cookies...)
			same("GET", "/fr/receipt", nil, cookies...)
			same("POST", "/fr/choice", url.Values{"decision": {"refuse"}, "return": {strings.Repeat("x", 9000)}}) // our own 413
			many := &http.Cookie{Name: "bomb", Value: strings.Repeat("x", 3000)}
			same("GET", "/fr/", nil, slices.Repeat([]*http.Cookie{many}, 11)...) // our own 431
		})
	}
}

// over plain HTTP a page is redirected to TLS and a choice is refused. TLS 1.1 is
// refused too.
func TestPlainHTTPIsRedirectedForPagesAndRefusedForChoices(t *testing.T) {
	for _, name := range proxies {
		t.Run(name, func(t *testing.T) {
			p := openProxy(t, name)
			plain := client("http://"+host, p.plain, "", nil)
			if answer, _ := send(t, plain, "GET", "/fr/?return=%2Ffr%2F", nil); answer.StatusCode != http.StatusPermanentRedirect ||
				answer.Header.Get("Location") != "https://"+host+"/fr/?return=%2Ffr%2F" {
				t.Errorf("a page over http: %s to %q", answer.Status, answer.Header.Get("Location"))
			}
			if answer, _ := send(t, plain, "POST", "/fr/choice", url.Values{"decision": {"refuse"}}); answer.StatusCode != http.StatusForbidden || len(answer.Cookies()) > 0 {
				t.Errorf("a choice over http: %s, cookies %v", answer.Status, answer.Cookies())
			}
			old := &tls.Config{RootCAs: p.trusted, ServerName: host, MinVersion: tls.VersionTLS10, MaxVersion: tls.VersionTLS11}
			if c, err := tls.Dial("tcp", p.https, old); err == nil {
				c.Close()
				t.Error("TLS 1.1 is accepted")
			}
		})
	}
}

// Visitors whose provider gives them IPv6 reach the same site. Apache listens on both by
// its own configuration.
func TestVisitorsOverIPv6GetTheSamePages(t *testing.T) {
	for _, name := range []string{"nginx", "caddy"} {
		t.Run(name, func(t *testing.T) {
			p := openProxy(t, name)
			p.plain, p.https = strings.Replace(p.plain, "127.0.0.1", "[::1]", 1), strings.Replace(p.https, "127.0.0.1", "[::1]", 1)
			if answer, page := send(t, p.visitor(""), "GET", "/fr/choice", nil); answer.StatusCode != http.StatusOK || !strings.Contains(page, "<form") {
				t.Errorf("the banner over https: %s", answer.Status)
			}
			if answer, _ := send(t, client("http://"+host, p.plain, "", nil), "GET", "/fr/", nil); answer.StatusCode != http.StatusPermanentRedirect {
				t.Errorf("a page over http: %s", answer.Status)
			}
		})
	}
}

// the limit counts by the address that the proxy saw, whatever the visitor
// writes into X-Forwarded-For; each visitor has a separate limit.
func TestRateLimitCountsTheAddressThatTheProxySaw(t *testing.T) {
	for _, name := range proxies {
		t.Run(name, func(t *testing.T) {
			p := openProxy(t, name, "--rate-limit", "2/10m", "--trusted-proxy", "127.0.0.1")
			_, page := send(t, p.direct(), "GET", "/fr/", nil)
			accept := url.Values{"decision": {"accept"}, "surface": {"charter"}, "text": {textField.FindStringSubmatch(page)[1]}, "return": {""}}
			for i, want := range []int{http.StatusSeeOther, http.StatusSeeOther, http.StatusTooManyRequests} {
				v := p.visitor("127.0.0.2")
				v.forwarded = fmt.Sprintf("203.0.113.%d", i)
				if answer, _ := send(t, v, "POST", "/fr/choice", accept); answer.StatusCode != want {
					t.Errorf("choice %d: %s, want %d", i+1, answer.Status, want)
				}
			}
			if answer, _ := send(t, p.visitor("127.0.0.3"), "POST", "/fr/choice", accept); answer.StatusCode != http.StatusSeeOther {
				t.Errorf("another visitor: %s", answer.Status)
			}
		})
	}
}

// traveller sends requests with the host's name to a fixed address.
type traveller struct {
	*http.Client
	origin, forwarded string
}

func (p proxy) visitor(from string) traveller {
	return client("https://"+host, p.https, from, &tls.Config{RootCAs: p.trusted, MinVersion: tls.VersionTLS12})
}

func (p proxy) direct() traveller { return client("http://"+host, p.program, "", nil) }

func client(origin, address, from string, secure *tls.Config) traveller {
	dialer := net.Dialer{}
	if from != "" {
		dialer.LocalAddr = &net.TCPAddr{IP: net.ParseIP(from)}
	}
	return traveller{origin: origin, Client: &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{TLSClientConfig: secure, ForceAttemptHTTP2: true, DisableCompression: true,
			DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return dialer.DialContext(ctx, network, address)
			}},
	}}
}

func send(t *testing.T, c traveller, method, path string, form url.Values, cookies ...*http.Cookie) (*http.Response, string) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, c.origin+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Language", "fr")
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("Referer", portal+"/explore/?q=eau")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Origin", "https://"+host)
		request.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if c.forwarded != "" {
		request.Header.Set("X-Forwarded-For", c.forwarded)
	}
	for _, cookie := range cookies {
		request.AddCookie(cookie)
	}
	answer, err := c.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var reader io.Reader = answer.Body
	if answer.Header.Get("Content-Encoding") == "gzip" && method != http.MethodHead {
		if reader, err = gzip.NewReader(answer.Body); err != nil {
			t.Fatal(err)
		}
	}
	body, err := io.ReadAll(reader)
	if err != nil {
		t.Fatal(err)
	}
	if answer.TLS != nil && answer.ProtoMajor != 2 {
		t.Errorf("%s %s used %s", method, path, answer.Proto)
	}
	return answer, string(body)
}

// compare fails unless the visitor gets every header that the service sends, except the
// headers of one connection and the random receipt.
func compare(t *testing.T, what string, have, want *http.Response, sameBody bool) {
	t.Helper()
	if have.StatusCode != want.StatusCode || !sameBody {
		t.Errorf("%s: %s, directly %s; same body: %t", what, have.Status, want.Status, sameBody)
	}
	for _, name := range slices.Sorted(maps.Keys(want.Header)) {
		if name == "Date" || name == "Connection" || name == "Content-Length" {
			continue
		}
		a, b := mask(have.Header.Values(name)), mask(want.Header.Values(name))
		if a != b {
			t.Errorf("%s: %s is %q, directly %q", what, name, a, b)
		}
	}
}

// varying matches what differs between two responses: the random receipt and the second
// in which a cookie was set.
var varying = regexp.MustCompile(`(__Host-charte-receipt=|Expires=)[^;]+`)

// mask also removes the spaces of lists, as Apache does.
func mask(values []string) string {
	return varying.ReplaceAllString(strings.ReplaceAll(strings.Join(values, "\n"), ", ", ","), "$1…")
}
