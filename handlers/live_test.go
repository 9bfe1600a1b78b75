package handlers_test

import (
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"charte/handlers"
	"charte/internal/charter"
)

// themed returns the configuration with the shipped charter and a theme.
func themed(t *testing.T, config handlers.Config, theme string) handlers.Config {
	t.Helper()
	loaded, err := charter.Load(os.DirFS(shipped))
	if err != nil {
		t.Fatal(err)
	}
	config.Charters, config.Theme = loaded, []byte(theme)
	return config
}

// live is a service whose configuration a test can take up again.
func live(t *testing.T, changes ...func(*handlers.Config)) (*service, *handlers.Live, handlers.Config) {
	t.Helper()
	var kept handlers.Config
	s := newService(t, demo, append(changes, func(c *handlers.Config) { kept = *c })...)
	return s, s.handler.(*handlers.Live), kept
}

func TestSwapServesTheOtherCharter(t *testing.T) {
	t.Parallel()
	s, l, config := live(t)
	before := s.get("/fr/").Body.String()
	if err := l.Swap(t.Context(), themed(t, config, "")); err != nil {
		t.Fatal(err)
	}
	if after := s.get("/fr/").Body.String(); after == before || !strings.Contains(after, "Saint-Malo") {
		t.Error("the charter before the swap is still served")
	}
	if l.Texts()["fr"]["banner"] != s.text("/fr/choice") {
		t.Error("the text version named is not the one served")
	}
}

func TestSwapThatFailsChangesNothing(t *testing.T) {
	t.Parallel()
	s, l, config := live(t)
	before := s.get("/fr/").Body.String()
	broken := themed(t, config, "</style>")
	if err := l.Swap(t.Context(), broken); err == nil {
		t.Fatal("a theme that ends its element was taken")
	}
	if s.get("/fr/").Body.String() != before {
		t.Error("the page has changed")
	}
}

// an edit of the charter must not open the gate.
func TestRateLimitOutlivesASwap(t *testing.T) {
	t.Parallel()
	s, l, config := live(t, func(c *handlers.Config) { c.RateLimit, c.RateWindow = 1, time.Hour })
	if w := s.post("/fr/choice", s.accept()); w.Code != http.StatusSeeOther {
		t.Fatalf("the first choice: %d", w.Code)
	}
	if err := l.Swap(t.Context(), config); err != nil {
		t.Fatal(err)
	}
	if w := s.post("/fr/choice", s.accept()); w.Code != http.StatusTooManyRequests {
		t.Errorf("the second choice, after a swap: %d, want 429", w.Code)
	}
}

func TestStyleSheetOfThePageBeforeIsStillServed(t *testing.T) {
	t.Parallel()
	s, l, config := live(t)
	_, after, _ := strings.Cut(s.get("/fr/").Body.String(), `rel="stylesheet" href="`)
	sheet := after[:strings.IndexByte(after, '"')]
	for n, theme := range []string{":root{--charte-radius:0}", ":root{--charte-radius:1px}"} {
		if err := l.Swap(t.Context(), themed(t, config, theme)); err != nil {
			t.Fatal(err)
		}
		if got, want := s.get(sheet).Code, []int{http.StatusOK, http.StatusNotFound}[n]; got != want {
			t.Errorf("after %d edits the first sheet answers %d, want %d", n+1, got, want)
		}
	}
}
