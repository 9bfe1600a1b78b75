package consent_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"charte/internal/consent"
)

// drawEntry draws any entry that a registry accepts.
func drawEntry(t *rapid.T) consent.Entry {
	hash := rapid.StringMatching(`[0-9a-f]{64}`)
	receipt := rapid.Custom(func(t *rapid.T) string {
		id, err := consent.NewReceipt(slicesReader(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "random")))
		if err != nil {
			t.Fatal(err)
		}
		return id
	})
	e := consent.Entry{
		Time:     time.Unix(rapid.Int64Range(0, 250_000_000_000).Draw(t, "time"), 0),
		Decision: rapid.SampledFrom([]consent.Decision{consent.Accept, consent.Refuse, consent.Custom, consent.Seen}).Draw(t, "decision"),
		Choice:   rapid.MapOfN(rapid.StringMatching(`p[a-z0-9_]{0,31}`).Filter(isPurpose), rapid.Bool(), 0, 4).Draw(t, "choice"),
		Scope:    hash.Draw(t, "scope"), Text: hash.Draw(t, "text"),
		Language: rapid.StringMatching(`[a-zA-Z0-9-]{2,35}`).Draw(t, "language"),
		Portal:   rapid.StringMatching(`https?://[a-zé0-9.:-]{1,40}`).Draw(t, "portal"),
		GPC:      rapid.Bool().Draw(t, "gpc"),
		Ends:     rapid.OneOf(rapid.Just(""), receipt).Draw(t, "ends"),
	}
	if e.Choice.Grants() {
		e.Receipt = receipt.Draw(t, "receipt")
	}
	return e
}

func isPurpose(id string) bool { return consent.CheckPurposeID(id) == nil }

type slicesReader []byte

func (r slicesReader) Read(p []byte) (int, error) { return copy(p, r), nil }

// drawChain draws a chain of at least two records, with any times in any order.
func drawChain(t *rapid.T) []consent.Record {
	var records []consent.Record
	at := consent.ChainOrigin()
	for _, e := range rapid.SliceOfN(rapid.Custom(drawEntry), 2, 12).Draw(t, "entries") {
		if err := e.Check(); err != nil {
			t.Fatalf("%+v: %v", e, err)
		}
		r := consent.NewRecord(e, at.Sequence+1, at.Hash)
		records, at = append(records, r), r.Link()
	}
	return records
}

func TestAnyChainIsValidFromAnyCheckpointThroughAnyHead(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		records := drawChain(t)
		links := []consent.Link{consent.ChainOrigin()}
		for _, r := range records {
			links = append(links, r.Link())
		}
		purged := rapid.IntRange(0, len(records)).Draw(t, "purged")
		known := rapid.SampledFrom(links).Draw(t, "known")
		reached, err := consent.VerifyChain(walk(records[purged:]), links[purged], known)
		if err != nil || reached != records[len(records)-1].Link() {
			t.Fatalf("reached %v, %v", reached, err)
		}
	})
}

// faults are what can be done to a row; nothing comes after the last one, so that
// it cannot change places.
func faults(last bool) []consent.Fault {
	all := []consent.Fault{consent.Changed, consent.Deleted, consent.Inserted, consent.Truncated}
	if last {
		return all
	}
	return append(all, consent.Reordered)
}

func TestAnyOneRowTamperedWithIsNamed(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		records := drawChain(t)
		head := records[len(records)-1].Link()
		i := rapid.IntRange(0, len(records)-1).Draw(t, "row")
		last := i == len(records)-1
		want := &consent.ChainError{Sequence: records[i].Sequence, Fault: rapid.SampledFrom(faults(last)).Draw(t, "fault")}
		switch want.Fault {
		case consent.Changed:
			records[i].GPC = !records[i].GPC
			if rapid.Bool().Draw(t, "hash too") {
				records[i] = rehashed(records[i])
			}
		case consent.Deleted:
			if records = slices.Delete(records, i, i+1); last {
				want.Fault = consent.Truncated
			}
		case consent.Inserted:
			forged := consent.NewRecord(drawEntry(t), records[i].Sequence, records[i].Previous)
			if records = slices.Insert(records, i, forged); rapid.Bool().Draw(t, "renumber") {
				renumbered(records)
			}
		case consent.Truncated:
			records = records[:i]
		case consent.Reordered:
			j := rapid.IntRange(i+1, len(records)-1).Draw(t, "with")
			records[i], records[j] = records[j], records[i]
			if rapid.Bool().Draw(t, "renumber") {
				renumbered(records)
			}
		}
		_, err := consent.VerifyChain(walk(records), consent.ChainOrigin(), head)
		var fault *consent.ChainError
		if !errors.As(err, &fault) || *fault != *want {
			t.Fatalf("verify: %v, want: %v", err, want)
		}
	})
}

func TestAChoiceIsReadBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choice := drawEntry(t).Choice
		read, err := consent.ParseChoice(choice.String())
		if err != nil || read.String() != choice.String() || len(read) != len(choice) {
			t.Fatalf("%v read back as %v, %v", choice, read, err)
		}
	})
}
