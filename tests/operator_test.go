package tests

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
)

// admin returns the address of the program's admin listener, once it is logged: another
// process writes its log a little later.
func (p *program) admin(t *testing.T) string {
	t.Helper()
	at := regexp.MustCompile(`"address":"(http://localhost:\d+)/"`).FindStringSubmatch(p.until(t, "the operator's pages are open"))
	if at == nil {
		t.Fatalf("the log does not name the operator's address:\n%s", p.log)
	}
	return at[1]
}

// ask sends a GET as the operator, follows redirects and returns status and body.
func ask(t *testing.T, address string, headers ...string) (int, string) {
	t.Helper()
	answer, body := request(t, http.DefaultClient.Do, address, headers...)
	return answer.StatusCode, body
}

func TestMetricsCountEachEvent(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder, "--admin", "localhost:0", "--rate-limit", "2/1h")
	for range 3 { // the last exceeds the limit and is honoured nevertheless
		p.visitor(t).open("/fr/choice").submit("refuse")
	}
	if status, _ := ask(t, p.base+"/metrics"); status != http.StatusNotFound {
		t.Errorf("the public listener returned %d for /metrics", status)
	}
	edit(t, folder, right, wrong)
	p.until(t, broken)
	status, body := ask(t, p.admin(t)+"/metrics")
	if status != http.StatusOK {
		t.Fatalf("%d: %s", status, body)
	}
	for _, want := range []string{
		`charte_decisions_total{decision="refuse"} 2`,
		`charte_refusals_unrecorded_total{reason="limit"} 1`,
		`charte_requests_total{method="POST",route="/{lang}/choice",status="303"} 3`,
		`charte_registry_commit_seconds_count{result="ok"} 2`,
		`charte_registry_waiting 0`,
		`charte_reloads_total{result="failed"} 1`,
		`charte_content_broken 1`,
		`charte_text_info{language="fr",surface="banner",version="`,
		`charte_scope_info{scope="`,
		`charte_build_info{goversion="go`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the metrics do not contain %s", want)
		}
	}
}

// the admin listener is never open to the network by mistake.
func TestAdminListenerIsNotOpenedToTheNetworkWithoutAToken(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		args []string
		want string
	}{
		"the network without a token": {[]string{"--admin", "0.0.0.0:0"}, "--admin 0.0.0.0:0: is not on loopback"},
		"every address":               {[]string{"--admin", ":0"}, "is not on loopback"},
		"a short token":               {[]string{"--admin", "0.0.0.0:0", "--admin-token", "secret"}, "--admin-token: 16 characters"},
		"no address":                  {[]string{"--admin", "8081"}, `--admin "8081": write it as host:port, or off`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := append([]string{"--listen", "localhost:0", "--registry", "sqlite:" + filepath.Join(t.TempDir(), "charte.db")}, test.args...)
			err := run(t.Context(), args, nil, io.Discard, io.Discard)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("the start ended with %v, want %s", err, test.want)
			}
		})
	}
	p := start(t, "--admin", "localhost:0", "--admin-token", "0123456789abcdef")
	if status, _ := ask(t, p.admin(t)+"/metrics"); status != http.StatusUnauthorized {
		t.Errorf("without the token: %d", status)
	}
	if status, _ := ask(t, p.admin(t)+"/metrics", "Authorization", "Bearer 0123456789abcdef"); status != http.StatusOK {
		t.Errorf("with the token: %d", status)
	}
}

func TestOperatorsPagesShowTheRecordAndTheFault(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder, "--admin", "localhost:0")
	for range 3 {
		p.visitor(t).open("/fr/choice").submit("refuse")
	}
	p.visitor(t).open("/fr/choice").submit("accept")
	admin := p.admin(t)
	for path, want := range map[string]string{
		"/en/":         "<dd>3 (75.0%)</dd>",
		"/en/versions": "Texts displayed to visitors who have not chosen",
		"/en/health":   "The last 4 records were verified: the chain is intact.",
		"/en/kits":     "/choice?kit",
		"/en/test":     portalOrigin,
	} {
		status, body := ask(t, admin+path)
		if status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s: %d without %q", path, status, want)
		}
	}
	edit(t, folder, right, wrong)
	p.until(t, broken)
	if _, body := ask(t, admin+"/fr/"); !strings.Contains(body, "<li><code>charter.md:") {
		t.Error("the page does not report the fault")
	}
	edit(t, folder, wrong, right)
	p.until(t, "the content folder is valid again and matches the served content")
	if _, body := ask(t, admin+"/fr/"); strings.Contains(body, "<li><code>charter.md:") {
		t.Error("the page still reports the fault after the fix")
	}
}

// A proxy's rules replace headers that the service sent.
func TestSelfTestReadsTheHeadersThatArrive(t *testing.T) {
	t.Parallel()
	var service string
	var change atomic.Pointer[func(http.Header)]
	proxy := httptest.NewServer(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", service
		},
		ModifyResponse: func(r *http.Response) error { (*change.Load())(r.Header); return nil },
	})
	t.Cleanup(proxy.Close)
	service = freeAddress(t)
	public := strings.Replace(proxy.URL, "127.0.0.1", "localhost", 1)
	p := start(t, "--content", demo(), "--admin", "localhost:0", "--listen", service, "--base-url", public)
	for name, c := range map[string]struct {
		change func(http.Header)
		want   []string
	}{
		"nothing": {func(http.Header) {}, nil},
		"a rule for static files": {func(h http.Header) {
			h.Set("Expires", "Fri, 01 Jan 2100 00:00:00 GMT")
			h.Set("Cache-Control", "max-age=2592000")
		}, []string{public + "/embed/width arrives with Cache-Control", public + "/choice?kit arrives with Cache-Control"}},
		"a header for all pages": {func(h http.Header) { h.Set("X-Frame-Options", "SAMEORIGIN") }, []string{public + "/choice?kit arrives with 1 Content-Security-Policy header and X-Frame-Options &#34;SAMEORIGIN&#34;"}},
		"a second policy":        {func(h http.Header) { h.Add("Content-Security-Policy", "frame-ancestors 'self'") }, []string{public + "/choice?kit arrives with 2 Content-Security-Policy headers"}},
	} {
		change.Store(&c.change)
		var found []string
		for _, f := range selfTest(t, p) {
			if strings.Contains(f, "headers-arrive") {
				found = append(found, f)
			}
		}
		if len(found) != len(c.want) {
			t.Errorf("%s: %q", name, found)
			continue
		}
		for i, want := range c.want {
			if !strings.Contains(found[i], want) {
				t.Errorf("%s: %q", name, found[i])
			}
		}
	}
	proxy.Close()
	if found := strings.Join(selfTest(t, p), ""); !strings.Contains(found, "does not answer") {
		t.Errorf("a proxy that is down gives no finding: %s", found)
	}
}

// A proxy that takes the base path off the address is named by the self-test, and once
// in the log.
func TestSelfTestExplainsAStrippedBasePath(t *testing.T) {
	t.Parallel()
	var strips atomic.Bool
	service := freeAddress(t)
	proxy := httptest.NewServer(&httputil.ReverseProxy{Rewrite: func(r *httputil.ProxyRequest) {
		r.Out.URL.Scheme, r.Out.URL.Host = "http", service
		if strips.Load() {
			r.Out.URL.Path = strings.TrimPrefix(r.Out.URL.Path, "/charte")
		}
	}})
	t.Cleanup(proxy.Close)
	public := strings.Replace(proxy.URL, "127.0.0.1", "localhost", 1) + "/charte"
	p := start(t, "--content", demo(), "--admin", "localhost:0", "--listen", service, "--base-url", public, "--portal", portalOrigin)
	if found := strings.Join(selfTest(t, p), ""); strings.Contains(found, "headers-arrive") {
		t.Errorf("a proxy that passes the path on: %s", found)
	}
	strips.Store(true)
	found := strings.Join(selfTest(t, p), "\n")
	for _, want := range []string{public + "/embed/width answers 404 from this service: the proxy takes /charte off", public + "/choice?kit answers 404"} {
		if !strings.Contains(found, want) {
			t.Errorf("no %q in %s", want, found)
		}
	}
	p.until(t, "a request arrived without the path of --base-url")
}

// P-06, P-05: a visitor's receipt leads the operator to the record and to a letter, and the
// log does not contain it.
func TestOperatorFindsARecordByItsReceipt(t *testing.T) {
	t.Parallel()
	p := start(t, "--admin", "localhost:0")
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	receipt := v.cookie("charte-receipt")
	for path, want := range map[string]string{"/fr/proof": "Tout accepté.", "/en/letter": "Everything accepted."} {
		answer, err := http.PostForm(p.admin(t)+path, url.Values{"receipt": {strings.ToUpper(receipt)}})
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != http.StatusOK || !strings.Contains(string(body), want) || !strings.Contains(string(body), receipt) {
			t.Errorf("%s: %d %v, without %q: %s", path, answer.StatusCode, err, want, body)
		}
	}
	if strings.Contains(strings.ToLower(p.log.String()), receipt) {
		t.Error("the log contains the receipt")
	}
}
