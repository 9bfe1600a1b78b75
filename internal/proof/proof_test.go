package proof_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/store/sqlite"
)

var start = time.Date(2026, time.March, 9, 10, 30, 0, 0, time.UTC)

// shown is the text that the records of these tests cite, asked its scope.
var (
	asked = consent.NewScope([]consent.Purpose{{ID: "statistics", Trackers: []string{"_pk_id.*"}, Providers: []string{"Matomo"}}})
	shown = consent.Text{
		HTML:     []byte(`<!doctype html><link rel="stylesheet" href="/static/abc/charte.css"><p>Vos choix : « oui »</p>` + "\r\n\x00"),
		CSS:      []byte("p{color:#111}\n"),
		Language: "fr", Surface: consent.Charter, Scope: asked.Hash(), FirstServed: start.Truncate(24 * time.Hour),
	}
)

func open(t testing.TB) *sqlite.Registry {
	t.Helper()
	r, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "charte.db"))
	must(t, err)
	t.Cleanup(func() { r.Close() })
	must(t, r.KeepScope(t.Context(), asked))
	must(t, r.KeepText(t.Context(), shown))
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func refusal(at time.Time) consent.Entry {
	return consent.Entry{
		Time: at, Decision: consent.Refuse, Choice: consent.Choice{"statistics": false, "first_party": false},
		Scope: asked.Hash(), Text: shown.Hash(), Language: "fr", Portal: "https://portail.example",
	}
}

// grant returns an entry whose receipt is numbered n.
func grant(at time.Time, n int) consent.Entry {
	e := refusal(at)
	e.Decision, e.Choice = consent.Custom, consent.Choice{"statistics": true, "first_party": false}
	e.Receipt = receipt(n)
	return e
}

func receipt(n int) string { return fmt.Sprintf("%025d0", n) }

func add(t testing.TB, r interface {
	Append(context.Context, consent.Entry) (consent.Record, error)
}, entries ...consent.Entry) []consent.Record {
	t.Helper()
	var records []consent.Record
	for _, e := range entries {
		record, err := r.Append(t.Context(), e)
		must(t, err)
		records = append(records, record)
	}
	return records
}

func quiet(_, _ int64) {}
