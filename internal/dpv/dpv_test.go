package dpv_test

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/dpv"
)

// reader collects the terms of a document by the rules of JSON-LD.
type reader struct {
	t       *testing.T
	context map[string]any
	terms   map[string]string // term -> its IRI
}

// name records a term with its prefix expanded.
func (r reader) name(term string) {
	prefix, rest, _ := strings.Cut(term, ":")
	space, known := r.context[prefix].(string)
	switch {
	case known:
		r.terms[term] = space + rest
	case strings.HasPrefix(term, "https://w3id.org/"):
		r.terms[term] = term
	case prefix != "https" && prefix != "urn":
		r.t.Errorf("%q has a prefix that the context does not explain", term)
	}
}

// walk reads a property's value. A string is a term only if the context declares it.
func (r reader) walk(property string, value any) {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if key == "@context" {
				continue
			}
			if !strings.HasPrefix(key, "@") {
				r.name(key)
			}
			r.walk(key, inner)
		}
	case []any:
		for _, inner := range v {
			r.walk(property, inner)
		}
	case string:
		kind, _ := r.context[property].(map[string]any)
		if property == "@type" || kind["@type"] == "@id" {
			r.name(v)
		} else if prefix, _, _ := strings.Cut(v, ":"); r.context[prefix] != nil {
			r.t.Errorf("%s: %q is read as words, not as a name", property, v)
		}
	}
}

// entries returns decisions of every kind, which together use every term.
func entries() (records []consent.Record) {
	given, refused := consent.Choice{"statistics": true}, consent.Choice{"statistics": false}
	for i, e := range []consent.Entry{
		{Decision: consent.Accept, Choice: given, Receipt: "a", Text: strings.Repeat("1", 64), Language: "fr", Portal: "https://portail.example"},
		{Decision: consent.Custom, Choice: given, Receipt: "b", Ends: "a"},
		{Decision: consent.Refuse, Choice: refused, Ends: "b"},
		{Decision: consent.Refuse, Choice: refused},
		{Decision: consent.Seen, Choice: refused},
	} {
		e.Time, e.Scope = time.Date(2026, time.March, 9, 0, 0, 0, 0, time.UTC), strings.Repeat("2", 64)
		records = append(records, consent.NewRecord(e, int64(i+1), consent.ChainStart))
	}
	return records
}

func TestEveryTermIsInAPublishedVocabulary(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(dpv.NewReceipt("a", entries(), "Ville d’Exemple"))
	if err != nil {
		t.Fatal(err)
	}
	var document map[string]any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	r := reader{t, document["@context"].(map[string]any), map[string]string{}}
	r.walk("", document)
	list, err := os.ReadFile("testdata/terms.txt")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]string{}
	for line := range strings.Lines(string(list)) {
		if !strings.HasPrefix(line, "#") {
			term, iri, _ := strings.Cut(strings.TrimSpace(line), " ")
			listed[term] = iri
		}
	}
	for _, term := range slices.Sorted(maps.Keys(r.terms)) {
		if listed[term] != r.terms[term] {
			t.Errorf("%s is written as %s, listed as %q", term, r.terms[term], listed[term])
		}
		delete(listed, term)
	}
	if len(listed) > 0 {
		t.Errorf("listed and never written: %v", listed)
	}
}

// A notice does not ask, so no purpose has consent as its legal basis.
func TestSeenNoticeIsNotAConsent(t *testing.T) {
	t.Parallel()
	for _, r := range entries() {
		if claimed := dpv.NewRecord(r, "").LegalBasis != ""; claimed == (r.Decision == consent.Seen) {
			t.Errorf("%s claims consent: %t", r.Decision, claimed)
		}
	}
}

// Each line of an export is a complete document with its own context.
func TestRecordAndReceiptHaveOneContext(t *testing.T) {
	t.Parallel()
	for name, document := range map[string]any{
		"record":  dpv.NewRecord(entries()[0], ""),
		"receipt": dpv.NewReceipt("a", entries(), ""),
	} {
		text, err := json.Marshal(document)
		if err != nil || strings.Count(string(text), `"@context"`) != 1 {
			t.Errorf("%s: %s, %v", name, text, err)
		}
	}
}
