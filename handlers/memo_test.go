package handlers

import (
	"net/http"
	"net/url"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

func TestMemoForgetsRatherThanGrows(t *testing.T) {
	t.Parallel()
	m := newMemo(10, func(_ int, v string) int { return len(v) })
	m.put(1, "1234")
	m.put(1, "another value for the same key")
	if v, ok := m.get(1); !ok || v != "1234" {
		t.Errorf("1 is %q", v)
	}
	m.put(2, "123456")
	if _, ok := m.get(1); !ok || m.weight != 10 {
		t.Errorf("forgot 1 at the limit; weight %d", m.weight)
	}
	m.put(3, "x")
	if _, ok := m.get(1); ok || m.weight != 1 || len(m.known) != 1 {
		t.Errorf("beyond the limit: %d known, weight %d", len(m.known), m.weight)
	}
	m.put(4, "heavier than all together")
	if _, ok := m.get(4); !ok || len(m.known) != 1 {
		t.Errorf("a heavy value: %d known", len(m.known))
	}
}

func TestMemoAnswersForItsKeyUnderLoad(t *testing.T) {
	t.Parallel()
	m := newMemo[int, int](16, nil)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 2000 {
				key := (i*7 + worker) % 40
				if v, ok := m.get(key); ok && v != -key {
					t.Errorf("%d for %d", v, key)
				}
				m.put(key, -key)
			}
		})
	}
	group.Wait()
	if m.weight > 16 || len(m.known) != m.weight {
		t.Errorf("%d known, weight %d", len(m.known), m.weight)
	}
}

func TestQueryIsReadAsTheStandardLibraryReadsIt(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"return", "ret%75rn", "flg", "=", "==", "&", "&&", ";", "%", "%2", "%26", "%zz", "+", "a", "é", "https://x/?y=z", "%E9"})
	rapid.Check(t, func(t *rapid.T) {
		query := ""
		for _, p := range rapid.SliceOfN(piece, 0, 8).Draw(t, "pieces") {
			query += p
		}
		want, _ := url.ParseQuery(query) // what it could read it returns beside the error
		r := &http.Request{URL: &url.URL{RawQuery: query}}
		for _, name := range []string{"return", "flg", "a", ""} {
			if got := fields(query, name); !slices.Equal(got, want[name]) {
				t.Fatalf("%q of %q: %q, want %q", name, query, got, want[name])
			}
			if has(r, name) != want.Has(name) || field(r, name) != want.Get(name) {
				t.Fatalf("%q of %q: first %q, want %q", name, query, field(r, name), want.Get(name))
			}
		}
	})
}
