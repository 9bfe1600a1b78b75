package consenttest

import (
	"iter"
	"testing"
	"time"

	"charte/internal/consent"
)

// Store opens one store. Called again it opens the same store: after a Close,
// which is a restart, or beside the first, as a second program does.
type Store func(testing.TB) consent.Registry

// Run runs the suite; newStore makes a store that holds nothing yet.
func Run(t *testing.T, newStore func(testing.TB) Store) {
	for name, test := range map[string]func(*testing.T, Store){
		"records come back in the order of their numbers, without gaps":    order,
		"what was appended is there after a restart":                       durability,
		"many at once give one chain and each its own record":              concurrency,
		"two programs on one store give one chain":                         twoPrograms,
		"a cancelled caller gets an error and its entry is not written":    cancellation,
		"a repeated submission is a second record":                         repetition,
		"a clock that goes backwards keeps the chain valid":                clockBackwards,
		"a bad entry is refused and leaves no record":                      badEntries,
		"every field comes back as it was given":                           fields,
		"a closed registry refuses":                                        closed,
		"a receipt leads to its grant and to what ended it":                receipts,
		"a text is kept once and comes back byte for byte":                 texts,
		"a scope is kept once":                                             scopes,
		"a purge removes a prefix and leaves a chain that can be verified": purge,
		"a record dated in the future keeps no later one":                  purgeFuture,
		"the purge horizon is the oldest date until it is moved":           horizon,
		"a purge of everything lets the chain go on":                       purgeAll,
		"a purge of many records removes them all":                         purgeMany,
		"a purge while others write leaves one chain":                      purgeMeanwhile,
		"totals outlive the records":                                       totals,
		"the history lists what was in force, and when":                    history,
		"the content kept last is there after a restart":                   content,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t, newStore(t))
		})
	}
}

// start is an arbitrary moment; no test reads the clock.
var start = time.Date(2026, time.March, 9, 10, 30, 0, 0, time.UTC)

// refusal returns an entry that grants nothing.
func refusal(at time.Time) consent.Entry {
	return consent.Entry{
		Time: at, Decision: consent.Refuse, Choice: consent.Choice{"statistics": false, "first_party": false},
		Scope: hash('a'), Text: hash('b'), Language: "fr", Portal: "https://portail.example",
	}
}

// grant returns an entry that grants one purpose of two, with the n-th receipt.
func grant(t testing.TB, at time.Time, n byte) consent.Entry {
	e := refusal(at)
	e.Decision, e.Choice = consent.Custom, consent.Choice{"statistics": true, "first_party": false}
	e.Receipt = receipt(t, n)
	return e
}

func receipt(t testing.TB, n byte) string {
	t.Helper()
	id, err := consent.NewReceipt(repeated(n))
	must(t, err)
	return id
}

// repeated is a source of one byte, for ids that are the same in each run.
type repeated byte

func (r repeated) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(r)
	}
	return len(p), nil
}

// hash returns 64 times the hex digit.
func hash(digit byte) string {
	b := make([]byte, 64)
	for i := range b {
		b[i] = digit
	}
	return string(b)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func add(t testing.TB, r consent.Registry, entries ...consent.Entry) []consent.Record {
	t.Helper()
	var records []consent.Record
	for _, e := range entries {
		record, err := r.Append(t.Context(), e)
		must(t, err)
		records = append(records, record)
	}
	return records
}

func all(t testing.TB, r consent.Registry, from int64) []consent.Record {
	t.Helper()
	var records []consent.Record
	for record, err := range r.Records(t.Context(), from) {
		must(t, err)
		records = append(records, record)
	}
	return records
}

// verify fails unless the whole chain is valid, and returns its ends.
func verify(t testing.TB, r consent.Registry) (after, head consent.Link) {
	t.Helper()
	must(t, r.Verify(t.Context(), func(a, h consent.Link, all iter.Seq2[consent.Record, error]) error {
		after, head = a, h
		reached, err := consent.VerifyChain(all, a, h)
		if reached != h {
			t.Errorf("the chain ends at %v, its head is %v", reached, h)
		}
		return err
	}))
	return after, head
}
