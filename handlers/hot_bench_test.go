package handlers_test

import (
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// nullWriter is a ResponseWriter that discards the body and does not allocate.
type nullWriter struct {
	header http.Header
	status int
}

func (m *nullWriter) Header() http.Header         { return m.header }
func (m *nullWriter) Write(b []byte) (int, error) { return len(b), nil }
func (m *nullWriter) WriteHeader(status int)      { m.status = status }

// hot is a frequent request.
type hot struct {
	name    string
	want    int
	request *http.Request
	form    string // body of a POST
	vary    bool   // use another Referer for each request
}

// send sends the request to the complete handler, including all middleware. n makes
// the Referer unique if vary is set.
func (h *hot) send(handler http.Handler, w *nullWriter, n int) int {
	clear(w.header)
	w.status = http.StatusOK
	if h.form != "" {
		h.request.Body = io.NopCloser(strings.NewReader(h.form))
	}
	if h.vary {
		h.request.Header["Referer"] = []string{portalOrigin + "/explore/dataset/page-" + strconv.Itoa(n) + "/?a=b&flg=fr"}
	}
	handler.ServeHTTP(w, h.request)
	return w.status
}

// hotRequests returns the requests to measure, with the headers of a browser.
func hotRequests(t testing.TB) (http.Handler, []hot) {
	s := newService(t, demo, func(c *setup) {
		c.Log, c.Handle = slog.New(slog.NewJSONHandler(io.Discard, nil)), true
	})
	accepted := holding(s.post("/fr/choice", s.accept()))
	browser := []string{
		"Accept-Encoding", "gzip, deflate, br, zstd", "Accept-Language", "fr,fr-FR;q=0.8,en-US;q=0.5,en;q=0.3",
		"Referer", portalOrigin + "/explore/?sort=modified", "Sec-Fetch-Site", "same-site", "Sec-Fetch-Dest", "iframe", "Sec-Fetch-Mode", "navigate",
		"User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0", "Accept", "text/html,application/xhtml+xml",
	}
	get := func(name, target string, want int, headers ...string) hot {
		return hot{name: name, want: want, request: request(http.MethodGet, target, nil, append(browser, headers...)...)}
	}
	again := func(name, target string, headers ...string) hot {
		tag := s.get(target, append(browser, headers...)...).Header().Get("ETag")
		return get(name, target, http.StatusNotModified, append(headers, "If-None-Match", tag)...)
	}
	others := "_ga=GA1.2.1234; csrftoken=abcdef; "
	requests := []hot{
		get("charter undecided", "/fr/", http.StatusOK, "Sec-Fetch-Dest", "document"),
		get("charter decided", "/fr/", http.StatusOK, "Sec-Fetch-Dest", "document", "Cookie", others+accepted),
		again("charter 304", "/fr/", "Cookie", others+accepted),
		get("banner undecided", "/choice?kit", http.StatusOK),
		get("banner undecided, another return", "/choice?kit", http.StatusOK),
		get("banner decided", "/choice?kit", http.StatusOK, "Cookie", others+accepted),
		again("banner 304", "/choice?kit", "Cookie", others+accepted),
		get("spacer undecided", "/embed/width", http.StatusOK),
		get("spacer decided", "/embed/height-641", http.StatusOK, "Cookie", others+accepted),
		again("spacer 304", "/embed/height-641", "Cookie", others+accepted),
	}
	requests[4].vary = true
	for _, decision := range []string{"refuse", "accept"} {
		form := url.Values{"decision": {decision}, "surface": {"banner"}, "text": {s.text("/fr/choice")}, "return": {portalOrigin + "/explore/?sort=modified"}}
		r := request(http.MethodPost, "/fr/choice", nil, append(browser, "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin", "Origin", base, "Cookie", others)...)
		requests = append(requests, hot{name: "post " + decision, want: http.StatusSeeOther, request: r, form: form.Encode()})
	}
	return s.handler, requests
}

func BenchmarkHot(b *testing.B) {
	handler, requests := hotRequests(b)
	for _, h := range requests {
		b.Run(h.name, func(b *testing.B) {
			b.ReportAllocs()
			w, n := &nullWriter{header: http.Header{}}, 0
			for b.Loop() {
				n++
				if got := h.send(handler, w, n); got != h.want {
					b.Fatalf("status %d, want %d: %v", got, h.want, maps.Clone(w.header))
				}
			}
		})
	}
}

// BenchmarkCookies measures a Cookie header that a sibling host has filled with pairs. The
// time to answer must follow from the size of the header, whether its names are equal or
// all different.
func BenchmarkCookies(b *testing.B) {
	var different strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&different, "%04x=;", i)
	}
	s := newService(b, demo)
	for name, cookies := range map[string]string{"equal": strings.Repeat("0000=;", 5000), "different": different.String()} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if w := s.get("/fr/?done=refuse", "Cookie", cookies); w.Code != http.StatusOK {
					b.Fatal(w.Code)
				}
			}
		})
	}
}

// BenchmarkCrowd measures concurrent choices, which share commits.
func BenchmarkCrowd(b *testing.B) {
	handler, requests := hotRequests(b)
	for _, h := range requests {
		if h.form == "" {
			continue
		}
		b.Run(h.name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetParallelism(64 / runtime.GOMAXPROCS(0))
			b.RunParallel(func(pb *testing.PB) {
				one, w := h, &nullWriter{header: http.Header{}}
				one.request = h.request.Clone(b.Context())
				for pb.Next() {
					if got := one.send(handler, w, 0); got != h.want {
						b.Errorf("status %d, want %d", got, h.want)
						return
					}
				}
			})
		})
	}
}
