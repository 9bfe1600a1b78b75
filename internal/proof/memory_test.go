package proof_test

import (
	"context"
	"flag"
	"io"
	"iter"
	"runtime"
	"testing"

	"charte/internal/consent"
	sheet "charte/internal/csv"
	"charte/internal/proof"
)

// manyRows is how many records the memory test exports; a million in make soak.
var manyRows = flag.Int("rows", 100_000, "records that the memory test exports")

// endless is a registry of n records that exist only while they are looked at.
type endless int

// records walks the chain, and returns its head.
func (n endless) records(yield func(consent.Record, error) bool) consent.Link {
	at := consent.ChainOrigin()
	for range int(n) {
		r := consent.NewRecord(grant(start, 1), at.Sequence+1, at.Hash)
		if !yield(r, nil) {
			break
		}
		at = r.Link()
	}
	return at
}

func (n endless) Verify(_ context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	head := n.records(func(consent.Record, error) bool { return true })
	return f(consent.ChainOrigin(), head, func(yield func(consent.Record, error) bool) { n.records(yield) })
}

func (endless) History(context.Context) ([]consent.Period, error) { return nil, nil }

// peak is the most memory, in bytes, that an export held at any of 20 moments.
func peak(t *testing.T, rows int, format string) uint64 {
	t.Helper()
	var at runtime.MemStats
	held := func() uint64 {
		runtime.GC()
		runtime.ReadMemStats(&at)
		return at.HeapAlloc
	}
	before, most := held(), uint64(0)
	in, err := proof.ParseRange("", "")
	must(t, err)
	n, err := proof.Export(t.Context(), endless(rows), in, format, sheet.Format{}, io.Discard, func(done, total int64) {
		if done%(total/20) == 0 {
			most = max(most, held())
		}
	})
	if must(t, err); n != int64(rows) || most == 0 {
		t.Fatalf("exported %d of %d", n, rows)
	}
	return most - min(most, before)
}

// Not parallel: what other tests hold would be measured too.
func TestAnExportHoldsOneRecordAtATime(t *testing.T) {
	const little = 1 << 20 // what twenty collections leave by chance
	for _, format := range []string{"csv", "jsonl", "dpv"} {
		few, many := peak(t, *manyRows/10, format), peak(t, *manyRows, format)
		t.Logf("%s: %d kB for %d records, %d kB for %d", format, few>>10, *manyRows/10, many>>10, *manyRows)
		if many > few+little || many > 64<<20 {
			t.Errorf("%s: ten times the records take %d bytes instead of %d", format, many, few)
		}
	}
}
