package deploy_test

import (
	"bytes"
	"compress/gzip"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// interleaved is the number of visitors that read a page at once; make soak has 10,000.
var interleaved = flag.Int("visitors", 1000, "visitors of the page with an include")

var includers = []string{"nginx", "varnish"}

// included is a portal whose proxy includes the fragment of kit 4 into its one page, with
// the configuration that charte embed prints.
type included struct {
	t       *testing.T
	address string
	client  *http.Client
	pages   atomic.Int64                     // pages that the portal itself answered
	fault   atomic.Pointer[http.HandlerFunc] // answers in place of the service
	posts   atomic.Int64                     // forms that reached the service
}

const slowest = 15 * time.Second // on a busy machine, with the include's timeout of a second

// seconds matches the printed timeouts.
var seconds = regexp.MustCompile(`(_timeout(?: =)? )1s`)

// openIncluder starts the service, the portal and its proxy. timeout replaces the printed
// timeouts of a second, within which a busy machine may not answer.
func openIncluder(t *testing.T, name, timeout string) *included {
	t.Helper()
	p := &included{t: t, address: free(t)}
	p.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport:     &http.Transport{MaxIdleConnsPerHost: 32, DisableCompression: true},
	}
	service := free(t)
	startBelow(t, service)
	front := httptest.NewServer(p.through(service))
	t.Cleanup(func() { front.CloseClientConnections(); front.Close() })
	printed := printKit(t, name, strings.TrimPrefix(front.URL, "http://"))
	site := httptest.NewServer(p.page(printed["page"]))
	t.Cleanup(site.Close)
	for part, code := range printed {
		printed[part] = seconds.ReplaceAllString(code, "${1}"+timeout)
	}
	start := map[string]func(*testing.T, *included, map[string]string, string){"nginx": startNginx, "varnish": startVarnish}[name]
	start(t, p, printed, strings.TrimPrefix(site.URL, "http://"))
	p.warm()
	return p
}

// warm reads a page until it has the fragment, and returns it. On a busy machine, to store
// the text of the fragment takes longer than the include waits.
func (p *included) warm() string {
	p.t.Helper()
	body := p.until("/page?warm", func(_ *http.Response, body string) bool { return shows(body) == "asked" })
	p.pages.Store(0)
	return body
}

// until reads a path until the answer is as wanted, and returns its body.
func (p *included) until(path string, wanted func(*http.Response, string) bool) string {
	p.t.Helper()
	for began := time.Now(); time.Since(began) < time.Minute; {
		if response, body := p.read(path, ""); wanted(response, body) {
			return body
		}
	}
	p.t.Fatalf("%s is not what it should be within a minute", path)
	return ""
}

// startBelow starts the service below a path of the portal's host.
func startBelow(t *testing.T, address string) {
	t.Helper()
	folder := t.TempDir()
	for _, file := range []string{"charter.md", "charter.en.md"} {
		text := readFile(t, filepath.Join("..", "..", "internal", "charter", "testdata", "demo", file))
		write(t, folder, file, regexp.MustCompile(`origin: .*`).ReplaceAllString(text, "origin: "+portal))
	}
	run(t, []string{address}, program, "--listen", address, "--content", folder, "--base-url", portal+"/charte", "--portal", portal, "--admin", "off",
		"--rate-limit", "off", "--registry", "sqlite:"+filepath.Join(t.TempDir(), "charte.db"))
}

// through passes requests to the service, unless a fault is set.
func (p *included) through(service string) http.Handler {
	to := httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: service})
	to.Director = func(r *http.Request) { r.URL.Scheme, r.URL.Host = "http", service }
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength != 0 {
			p.posts.Add(1)
		}
		if fault := p.fault.Load(); fault != nil {
			(*fault)(w, r)
			return
		}
		to.ServeHTTP(w, r)
	})
}

// page answers as a portal whose pages caches may store.
func (p *included) page(include string) http.Handler {
	body := "<!DOCTYPE html>\n<html lang=\"fr\"><head><title>Portail</title></head><body>\n<a href=\"#main\">Aller au contenu</a>\n" + include +
		"<main id=\"main\">" + strings.Repeat("Jeu de données. ", 500) + "</main>\n</body></html>\n"
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.pages.Add(1)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Cache-Control", "public, max-age=600")
		w.Header().Set("ETag", `"page"`)
		w.Header().Set("Last-Modified", "Mon, 02 Nov 2026 00:00:00 GMT")
		if r.URL.Path == "/missing" {
			w.WriteHeader(http.StatusNotFound)
			io.WriteString(w, body)
			return
		}
		http.ServeContent(w, r, "", time.Time{}, strings.NewReader(body)) // 304 for a page that the browser has
	})
}

// printKit returns the parts of kit 4 by the name of their place.
func printKit(t *testing.T, proxy, listen string) map[string]string {
	t.Helper()
	out, err := exec.Command(program, "embed", "--kit", "4", "--proxy", proxy, "--lang", "en", "--base-url", portal+"/charte", "--portal", portal,
		"--listen", listen, "--content", "../../internal/charter/testdata/demo").Output()
	if err != nil {
		t.Fatal(err)
	}
	parts := map[string]string{}
	for name, start := range map[string]string{"http": "# In the configuration of nginx", "server": "# Inside the server", "pages": "# In each location", "vcl": "# In the configuration of Varnish", "page": "<!-- In the template"} {
		if _, after, found := strings.Cut(string(out), start); found {
			_, code, _ := strings.Cut(after, "\n")
			end := regexp.MustCompile(`(?m)^(# In|<!-- In)`).FindStringIndex(code)
			if end != nil {
				code = code[:end[0]]
			}
			parts[name] = code
		}
	}
	return parts
}

func startNginx(t *testing.T, p *included, printed map[string]string, site string) {
	folder := t.TempDir()
	conf := "daemon off; user root; worker_processes 1; pid " + folder + "/pid; error_log " + folder + "/error.log;\nevents {}\nhttp {\naccess_log off; client_body_temp_path " +
		folder + "/body; proxy_temp_path " + folder + "/proxy; fastcgi_temp_path " + folder + "/f; uwsgi_temp_path " + folder + "/u; scgi_temp_path " + folder + "/s;\n" +
		"proxy_cache_path " + folder + "/pages keys_zone=pages:1m;\n" + strings.Replace(printed["http"], "/var/cache/nginx-charte", folder+"/charte", 1) +
		"\nserver {\nlisten " + p.address + ";\n" + printed["server"] + "\nlocation / {\nproxy_pass http://" + site + "; proxy_cache pages; add_header X-Cache $upstream_cache_status;\n" + printed["pages"] + "}\n" +
		"location ~* \\.(js|css|json)$ { return 404; }\n}\n}\n" // as portals have for static files
	run(t, []string{p.address}, "/usr/sbin/nginx", "-p", folder, "-c", write(t, folder, "nginx.conf", conf), "-e", folder+"/error.log")
}

func startVarnish(t *testing.T, p *included, printed map[string]string, site string) {
	folder := t.TempDir()
	host, port, _ := net.SplitHostPort(site)
	vcl := "vcl 4.1;\nbackend default { .host = \"" + host + "\"; .port = \"" + port + "\"; }\n" + printed["vcl"] +
		"\nsub vcl_deliver { if (obj.hits > 0) { set resp.http.X-Cache = \"HIT\"; } else { set resp.http.X-Cache = \"MISS\"; } }\n"
	if os.Getuid() == 0 {
		if err := os.Chmod(folder, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	run(t, []string{p.address}, "/usr/sbin/varnishd", "-F", "-a", p.address, "-f", write(t, folder, "charte.vcl", vcl), "-n", filepath.Join(folder, "work"), "-s", "malloc,20m", "-j", "none")
}

// read returns the page for a visitor with cookies.
func (p *included) read(path, cookies string) (*http.Response, string) {
	p.t.Helper()
	return p.request(http.MethodGet, path, "", "Cookie", cookies)
}

// request returns the answer to a visitor's request with a form, if it is not empty.
func (p *included) request(method, path, form string, headers ...string) (*http.Response, string) {
	p.t.Helper()
	r, err := http.NewRequest(method, "http://"+p.address+path, strings.NewReader(form))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Host = strings.TrimPrefix(portal, "https://")
	r.Header.Set("Accept-Encoding", "gzip")
	r.Header.Set("Referer", "https://search.example/")
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	for i := 0; i < len(headers); i += 2 {
		if headers[i+1] != "" {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	response, err := p.client.Do(r)
	if err != nil {
		p.t.Error(err)
		return &http.Response{Header: http.Header{}}, ""
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		p.t.Errorf("%s: %v", path, err)
	}
	if response.Header.Get("Content-Encoding") == "gzip" {
		return response, unzip(p.t, body)
	}
	return response, string(body)
}

func unzip(t *testing.T, body []byte) string {
	t.Helper()
	unpacked, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		t.Error(err)
		return ""
	}
	out, err := io.ReadAll(unpacked)
	if err != nil {
		t.Error(err)
	}
	return string(out)
}

// choose sends the form in the page and returns the visitor's cookies.
func (p *included) choose(decision, text string) string {
	p.t.Helper()
	form := url.Values{"decision": {decision}, "surface": {"banner"}, "text": {text}}
	r, err := http.NewRequest(http.MethodPost, "http://"+p.address+"/charte/en/choice?part", strings.NewReader(form.Encode()))
	if err != nil {
		p.t.Fatal(err)
	}
	r.Host = strings.TrimPrefix(portal, "https://")
	for name, value := range map[string]string{"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin", "Origin": portal, "Referer": portal + "/page?q=1"} {
		r.Header.Set(name, value)
	}
	response, err := p.client.Do(r)
	if err != nil {
		p.t.Fatal(err)
	}
	response.Body.Close()
	if to := response.Header.Get("Location"); response.StatusCode != http.StatusSeeOther || to != portal+"/page?q=1#charte" {
		p.t.Fatalf("%s: %s to %q", decision, response.Status, to)
	}
	var pairs []string
	for _, c := range response.Cookies() {
		if c.Path == "/" { // the page's own request does not have the receipt
			pairs = append(pairs, c.Name+"="+c.Value)
		}
	}
	return strings.Join(pairs, "; ")
}

// shows returns the decision that a page shows, or "broken".
func shows(body string) string {
	whole := strings.Contains(body, "</main>") && strings.HasSuffix(body, "</html>\n")
	switch {
	case !whole || strings.Count(body, `id="charte"`) > 1:
		return "broken"
	case strings.Contains(body, "<form "):
		return "asked"
	case strings.Contains(body, `"Cookies: accepted `):
		return "accept"
	case strings.Contains(body, `"Cookies: refused `):
		return "refuse"
	case strings.Contains(body, "charte"):
		return "broken"
	}
	return "nothing"
}

// The portal's page is one cached copy for all, and each visitor has their own fragment.
func TestAnIncludedFragmentIsEachVisitorsOwn(t *testing.T) {
	for _, name := range includers {
		t.Run(name, func(t *testing.T) {
			p := openIncluder(t, name, "1m")
			first, body := p.read("/page?q=1", "")
			if shows(body) != "asked" || first.Header.Get("Cache-Control") != "private, no-cache" || first.Header.Get("Etag")+first.Header.Get("Last-Modified") != "" {
				t.Fatalf("%v\n%s", first.Header, body)
			}
			text := textField.FindStringSubmatch(body)[1]
			cookies := map[string]string{"asked": "", "accept": p.choose("accept", text), "refuse": p.choose("refuse", text)}
			if again := p.choose("accept", text); again != cookies["accept"] || p.posts.Load() != 3 {
				t.Errorf("%d of 3 forms reached the service", p.posts.Load())
			}
			jobs, wrong := make(chan string), make(chan string, *interleaved)
			var all sync.WaitGroup
			for range 16 {
				all.Go(func() {
					for want := range jobs {
						response, body := p.read("/page?q=1", cookies[want])
						if got := shows(body); got != want || response.Header.Get("Cache-Control") != "private, no-cache" || response.Header.Get("X-Cache") != "HIT" {
							wrong <- fmt.Sprintf("%s sees %s, X-Cache %q", want, got, response.Header.Get("X-Cache"))
						}
					}
				})
			}
			for range *interleaved {
				jobs <- []string{"asked", "accept", "refuse"}[rand.IntN(3)]
			}
			close(jobs)
			all.Wait()
			if len(wrong) > 0 {
				t.Errorf("%d of %d visitors: %s", len(wrong), *interleaved, <-wrong)
			}
			if p.pages.Load() != 1 {
				t.Errorf("the portal answered %d pages", p.pages.Load())
			}
			for _, path := range []string{"/charte/embed.js", "/charte/charter.json", "/charte/fr/"} {
				if page, _ := p.read(path, ""); page.StatusCode != http.StatusOK {
					t.Errorf("%s: %s", path, page.Status)
				}
			}
			if direct, body := p.read("/charte/fr/part", ""); direct.StatusCode == http.StatusOK || strings.Contains(body, "<form") {
				t.Errorf("the fragment alone: %s", direct.Status)
			}
		})
	}
}

// The fragment is in error pages, in answers to forms, and in pages that the browser asks
// for a part of or already has; none of them may be stored for others.
func TestAFragmentIsInEveryKindOfPage(t *testing.T) {
	had := []string{"If-None-Match", `"page"`, "If-Modified-Since", "Mon, 02 Nov 2026 00:00:00 GMT"}
	for _, name := range includers {
		t.Run(name, func(t *testing.T) {
			p := openIncluder(t, name, "1m")
			for _, c := range []struct {
				what, method, path, form string
				headers                  []string
				status                   int
			}{
				{"a page that the browser has", http.MethodGet, "/page", "", had, http.StatusOK},
				{"the same page from the cache", http.MethodGet, "/page", "", had, http.StatusOK},
				{"a part of a page", http.MethodGet, "/page", "", []string{"Range", "bytes=0-99"}, http.StatusOK},
				{"a page that is missing", http.MethodGet, "/missing", "", nil, http.StatusNotFound},
				{"an answer to a form", http.MethodPost, "/search", "q=eau", []string{"Content-Type", "application/x-www-form-urlencoded"}, http.StatusOK},
				{"another answer to a form", http.MethodPost, "/search", "q=vent", []string{"Content-Type", "application/x-www-form-urlencoded"}, http.StatusOK},
			} {
				before := p.pages.Load()
				response, body := p.request(c.method, c.path, c.form, c.headers...)
				if response.StatusCode != c.status || shows(body) != "asked" || response.Header.Get("Cache-Control") != "private, no-cache" {
					t.Errorf("%s: %s, %s, %v", c.what, response.Status, shows(body), response.Header)
				}
				if c.form != "" && (p.pages.Load() != before+1 || p.posts.Load() != 0) {
					t.Errorf("%s: the portal did not answer, or the service got the form", c.what)
				}
			}
		})
	}
}

// Whatever happens to the service, the page is whole within the include's timeout.
func TestAPageIsWholeWithoutItsFragment(t *testing.T) {
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	faults := map[string]http.HandlerFunc{
		"hangs": hang,
		"is dead": func(w http.ResponseWriter, _ *http.Request) {
			if c, _, err := w.(http.Hijacker).Hijack(); err == nil {
				c.Close()
			}
		},
		"answers 500": func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, "broken <form >", http.StatusInternalServerError)
		},
		"answers 404": func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "broken <form >", http.StatusNotFound) },
		"takes 30 s": func(w http.ResponseWriter, r *http.Request) {
			select {
			case <-r.Context().Done():
			case <-time.After(30 * time.Second):
				io.WriteString(w, "<form >")
			}
		},
	}
	for _, name := range includers {
		t.Run(name, func(t *testing.T) {
			p := openIncluder(t, name, "1s")
			sheet := regexp.MustCompile(`/charte/static/[0-9a-f]+/part\.css`).FindString(p.warm())
			cold, _ := p.timed("the style sheet while the service hangs", hang, sheet)
			if cold.StatusCode < 500 {
				t.Errorf("the style sheet of a service that hangs: %s", cold.Status)
			}
			p.until(sheet, func(r *http.Response, css string) bool {
				return r.StatusCode == http.StatusOK && strings.Contains(css, ":host")
			})
			for accepted, want := range map[string]string{"gzip, deflate, br": "gzip", "identity": "", "br": ""} {
				response, css := p.timed("compressed or not", hang, sheet, "Accept-Encoding", accepted)
				if response.StatusCode != http.StatusOK || response.Header.Get("Content-Encoding") != want || !strings.Contains(css, ":host") {
					t.Errorf("the style sheet for a browser that accepts %q: %s, encoded as %q", accepted, response.Status, response.Header.Get("Content-Encoding"))
				}
			}
			for what, fault := range faults {
				if response, body := p.timed(what, fault, "/page"); response.StatusCode != http.StatusOK || shows(body) != "nothing" {
					t.Errorf("the service %s: %s, %s: %.300s", what, response.Status, shows(body), body)
				}
				if response, css := p.timed(what, fault, sheet); response.StatusCode != http.StatusOK || !strings.Contains(css, ":host") {
					t.Errorf("the service %s between fragment and style sheet: %s", what, response.Status)
				}
			}
			p.warm() // the service is back
		})
	}
}

// timed reads a path while the service has a fault.
func (p *included) timed(what string, fault http.HandlerFunc, path string, headers ...string) (*http.Response, string) {
	p.t.Helper()
	p.fault.Store(&fault)
	defer p.fault.Store(nil)
	started := time.Now()
	response, body := p.request(http.MethodGet, path, "", headers...)
	if took := time.Since(started); took > slowest {
		p.t.Errorf("%s: %s took %s", what, path, took)
	}
	return response, body
}
