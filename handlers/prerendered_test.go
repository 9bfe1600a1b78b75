package handlers_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// unpack returns the body of a compressed response.
func unpack(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	if w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatalf("%d, not compressed", w.Code)
	}
	r, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Pages are assembled from parts that were compressed in advance. The result must
// equal the plain page in every state.
func TestCompressedPagesEqualPlainOnes(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, func(c *setup) { c.Handle = true })
	decided := holding(s.post("/fr/choice", s.accept()))
	partial := holding(s.post("/fr/choice", s.fields("custom", "purpose", "video")))
	back := "https://donnees.ville.example/" + strings.Repeat("é", 1000) + "?q='\"<&amp;"
	for _, target := range []string{"/fr/", "/en/", "/fr/?done=accept", "/fr/choice", "/fr/choice?kit", "/en/choice", "/fr/accessibility", "/fr/receipt", "/charter.json", "/nowhere", "/fr/?return=" + url.QueryEscape(back)} {
		for _, cookie := range []string{"", decided, partial, "cookies_preferences=broken"} {
			headers := []string{"Cookie", cookie, "Referer", portalOrigin + "/explore/?a=b&c='d'"}
			plain := s.get(target, headers...)
			packed := s.get(target, append(headers, "Accept-Encoding", "gzip")...)
			if unpack(t, packed) != plain.Body.String() || packed.Header().Get("ETag") != plain.Header().Get("ETag") {
				t.Errorf("%s with %.30q differs when compressed", target, cookie)
			}
		}
	}
}

// P-01: a notice belongs to one visitor, so it is not part of the text version.
func TestNoticeDoesNotChangeTheTextVersion(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	decided := holding(s.post("/fr/choice", s.accept()))
	if with, without := s.text("/fr/?done=accept", "Cookie", decided), s.text("/fr/", "Cookie", decided); with != without {
		t.Errorf("text %s with a notice, %s without", with, without)
	}
	stale := s.post("/fr/choice", url.Values{"decision": {"accept"}, "surface": {"banner"}})
	if stale.Code != http.StatusConflict || !strings.Contains(stale.Body.String(), s.text("/fr/choice")) {
		t.Errorf("%d, and the banner shown again has another text version", stale.Code)
	}
	if !strings.Contains(stale.Body.String(), `role="alert"`) {
		t.Error("the banner shown again does not explain the error")
	}
}
