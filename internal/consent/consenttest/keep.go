package consenttest

import (
	"errors"
	"reflect"
	"testing"
	"time"

	"charte/internal/consent"
)

func receipts(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	withdrawal := refusal(start.Add(time.Hour))
	withdrawal.Ends = receipt(t, 1)
	add(t, r, grant(t, start, 1), grant(t, start, 2), refusal(start), withdrawal)
	found, err := r.Receipt(t.Context(), receipt(t, 1))
	must(t, err)
	// The withdrawal is a second record; the grant remains (P-07).
	if len(found) != 2 || found[0].Sequence != 1 || found[1].Sequence != 4 {
		t.Errorf("receipt 1 leads to %+v", found)
	}
	if found, err = r.Receipt(t.Context(), receipt(t, 2)); err != nil || len(found) != 1 {
		t.Errorf("receipt 2 leads to %+v, %v", found, err)
	}
	for _, unknown := range []string{receipt(t, 3), "", "x"} {
		if found, err := r.Receipt(t.Context(), unknown); !errors.Is(err, consent.ErrNotFound) {
			t.Errorf("receipt %q leads to %+v, %v", unknown, found, err)
		}
	}
	stray := withdrawal
	stray.Ends = receipt(t, 9)
	add(t, r, stray)
	if found, err := r.Receipt(t.Context(), stray.Ends); !errors.Is(err, consent.ErrNotFound) {
		t.Errorf("a receipt that was ended but never given leads to %+v, %v", found, err)
	}
}

func texts(t *testing.T, open Store) {
	r := open(t)
	text := consent.Text{
		HTML: []byte("<p>\r\n\tVos choix \u00a0: « oui »\x00\xff</p>"), CSS: []byte("p{color:#111}\n"),
		Language: "fr", Surface: consent.Banner, Scope: hash('a'), FirstServed: start.Truncate(24 * time.Hour),
	}
	sibling := text
	sibling.HTML, sibling.Language = []byte{}, "en"
	again := text
	again.FirstServed = start.AddDate(0, 1, 0)
	for _, t1 := range []consent.Text{text, sibling, text, again} {
		must(t, r.KeepText(t.Context(), t1))
	}
	must(t, r.Close())
	r = open(t)
	defer r.Close()
	for _, want := range []consent.Text{text, sibling} {
		if got, err := r.Text(t.Context(), want.Hash()); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, %v\nwant %+v", got, err, want)
		}
	}
	if hashes, err := r.Texts(t.Context()); err != nil || len(hashes) != 2 {
		t.Errorf("texts %v, %v", hashes, err)
	}
	if _, err := r.Text(t.Context(), hash('0')); !errors.Is(err, consent.ErrNotFound) {
		t.Errorf("an unknown text: %v", err)
	}
}

func scopes(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	old := consent.NewScope([]consent.Purpose{{ID: "statistics", Trackers: []string{"_pk_id.*"}, Providers: []string{"Matomo"}}})
	grown := consent.NewScope([]consent.Purpose{{ID: "statistics", Trackers: []string{"_pk_id.*", "_pk_ses#"}, Providers: []string{"Matomo"}}})
	for _, s := range []consent.Scope{old, grown, old, {}} {
		must(t, r.KeepScope(t.Context(), s))
	}
	kept, err := r.Scopes(t.Context())
	must(t, err)
	found := map[string]bool{}
	for _, s := range kept {
		found[s.Hash()] = true
	}
	if len(kept) != 3 || !found[old.Hash()] || !found[grown.Hash()] || !found[consent.Scope{}.Hash()] {
		t.Errorf("kept %v", kept)
	}
}

func history(t *testing.T, open Store) {
	r := open(t)
	defer r.Close()
	at := func(n int) time.Time { return start.AddDate(0, n, 0) }
	for n, value := range []string{"one", "one", "two", "one"} {
		must(t, r.Note(t.Context(), "scope", value, at(n)))
	}
	must(t, r.Note(t.Context(), "text fr", "x", at(1)))
	got, err := r.History(t.Context())
	must(t, err)
	want := []consent.Period{
		{Name: "scope", Value: "one", From: at(0), Until: at(2)},
		{Name: "scope", Value: "two", From: at(2), Until: at(3)},
		{Name: "scope", Value: "one", From: at(3)},
		{Name: "text fr", Value: "x", From: at(1)},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func content(t *testing.T, open Store) {
	r := open(t)
	if kept, err := r.Content(t.Context()); !errors.Is(err, consent.ErrNotFound) {
		t.Errorf("a new registry holds the content %q, %v", kept, err)
	}
	must(t, r.KeepContent(t.Context(), []byte("first\x00\xff")))
	must(t, r.KeepContent(t.Context(), []byte("last\x00\xff")))
	must(t, r.Close())
	r = open(t)
	defer r.Close()
	if kept, err := r.Content(t.Context()); err != nil || string(kept) != "last\x00\xff" {
		t.Errorf("got %q, %v", kept, err)
	}
}
