package browse_test

import (
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/portal"
	"charte/internal/spool"
	"charte/internal/store/sqlite"
)

// noTally counts nothing.
type noTally struct{}

func (noTally) Add(string, string, bool)                    {}
func (noTally) Objected(consent.Decision, []string, string) {}

// charte returns the real service with a charter, and the charter.
func charte(t testing.TB, text string) (http.Handler, *charter.Charter) {
	t.Helper()
	return charteAt(t, text, "https://"+serviceHost)
}

// charteAt returns a service at an address.
func charteAt(t testing.TB, text, address string) (http.Handler, *charter.Charter) {
	t.Helper()
	served, err := content.Source{BuiltIn: fstest.MapFS{"charter.md": {Data: []byte(text)}}}.Read()
	if err != nil {
		t.Fatal(err)
	}
	registry, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "charte.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { registry.Close() })
	refusals, err := spool.Open(filepath.Join(t.TempDir(), "spool"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { refusals.Close() })
	base, err := portal.ParseBase(address)
	if err != nil {
		t.Fatal(err)
	}
	service, err := handlers.New(t.Context(), handlers.Config{
		BaseURL: base, Portals: portal.NewList(base, []string{"https://" + portalHost}),
		CookieName: "cookies_preferences", CookieDomain: "ville.test", Handle: true,
		Registry: registry, Tally: noTally{}, Spool: refusals,
		Now: time.Now, Random: rand.Reader, Log: slog.New(slog.NewJSONHandler(io.Discard, nil)),
	}, served)
	if err != nil {
		t.Fatal(err)
	}
	return service, served.Charter
}

// The ways in which a portal's page refers to the service.
const (
	kitFrame  = `<iframe title="Cookies" src="https://` + serviceHost + `/choice?kit" referrerpolicy="no-referrer-when-downgrade"></iframe><img alt="" src="https://` + serviceHost + `/embed/width">`
	kitScript = `<script src="https://` + serviceHost + `/embed.js" async></script>`
	kitLink   = `<a href="https://` + serviceHost + `/" referrerpolicy="no-referrer-when-downgrade">Gérer mes cookies</a>`
)
