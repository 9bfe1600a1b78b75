package handlers_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// unpack reads a compressed answer.
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

// What is put together from compressed parts is what is put together from plain
// ones, whatever state the page is in.
func TestCompressedPagesSayWhatPlainOnesSay(t *testing.T) {
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

// P-01: a notice belongs to one visitor, so the page around it is the same text.
func TestPageWithANoticeIsTheSameText(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	decided := holding(s.post("/fr/choice", s.accept()))
	if with, without := s.text("/fr/?done=accept", "Cookie", decided), s.text("/fr/", "Cookie", decided); with != without {
		t.Errorf("text %s with a notice, %s without", with, without)
	}
	stale := s.post("/fr/choice", url.Values{"decision": {"accept"}, "surface": {"banner"}})
	if stale.Code != http.StatusConflict || !strings.Contains(stale.Body.String(), s.text("/fr/choice")) {
		t.Errorf("%d, and the banner shown again is another text than the banner", stale.Code)
	}
	if !strings.Contains(stale.Body.String(), `role="alert"`) {
		t.Error("the banner shown again does not say why")
	}
}

// A verdict is remembered for the day on which it was made.
func TestChoiceEndsAtMidnightHoweverOftenItWasSeen(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	clock := now
	s := newService(t, demo, func(c *setup) {
		c.Now = func() time.Time {
			mu.Lock()
			defer mu.Unlock()
			return clock
		}
	})
	cookie := holding(s.post("/fr/choice", s.accept()))
	asked := func(at time.Time) bool {
		mu.Lock()
		clock = at
		mu.Unlock()
		return strings.Contains(s.get("/fr/choice", "Cookie", cookie).Body.String(), "<form")
	}
	last := time.Date(2027, 5, 23, 23, 59, 59, 0, time.UTC)
	for name, c := range map[string]struct {
		at   time.Time
		want bool
	}{
		"the day it was made":     {now, false},
		"its last second":         {last, false},
		"the second after":        {last.Add(time.Second), true},
		"two days before it":      {now.AddDate(0, 0, -2), true},
		"the day it was made now": {now, false},
	} {
		if got := asked(c.at); got != c.want {
			t.Errorf("%s: asked %t", name, got)
		}
	}
	asked(last)
	if !asked(last.Add(time.Second)) {
		t.Error("a verdict outlived its day")
	}
}
