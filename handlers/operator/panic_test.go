package operator_test

import (
	"bytes"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"charte/handlers/operator"
	"charte/internal/i18n"
	"charte/internal/kit"
)

// the response does not contain the panic, and the log not its value.
func TestPanicInAPageIsLoggedAndGets500(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	p := newPages(t, func(c *operator.Config) {
		c.Kit = func(operator.Served, *i18n.Words) (kit.Portal, error) { panic("canary-value") }
		c.Log = slog.New(slog.NewJSONHandler(&log, nil))
	})
	w := p.get("/fr/kits?canary-query", "User-Agent", "canary-agent")
	if w.Code != http.StatusInternalServerError || w.Header().Get("X-Frame-Options") != "DENY" || !strings.Contains(w.Body.String(), "Le journal de charte en donne la raison") {
		t.Errorf("%d %v %s", w.Code, w.Header(), w.Body)
	}
	if !strings.Contains(log.String(), "panic_test.go:") || strings.Contains(log.String(), "canary") {
		t.Error(log.String())
	}
	if w := p.get("/fr/health"); w.Code != http.StatusOK {
		t.Errorf("the next page: %d", w.Code)
	}
}
