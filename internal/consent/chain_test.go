package consent_test

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
)

// chainOf returns a valid chain of n records, each of another portal.
func chainOf(n int) []consent.Record {
	var records []consent.Record
	at := consent.ChainOrigin()
	for i := range n {
		r := consent.NewRecord(entry(fmt.Sprintf("p%d.example", i)), at.Sequence+1, at.Hash)
		records, at = append(records, r), r.Link()
	}
	return records
}

func walk(records []consent.Record) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// rehashed makes a record that was changed agree with its own hash again.
func rehashed(r consent.Record) consent.Record {
	r.Hash = r.Sum()
	return r
}

// renumbered closes the gaps, or makes room, without touching anything else.
func renumbered(records []consent.Record) []consent.Record {
	for i := range records {
		records[i].Sequence = int64(i + 1)
	}
	return records
}

// forged returns a record that follows the i-th of the records.
func forged(records []consent.Record, i int) consent.Record {
	return consent.NewRecord(entry("forged.example"), records[i].Sequence+1, records[i].Hash)
}

// P-09: what was done to the rows of a chain of nine, and which row is named.
var tampering = map[string]struct {
	with  func([]consent.Record) []consent.Record
	row   int64
	fault consent.Fault
}{
	"a field changed and the hash with it": {func(r []consent.Record) []consent.Record {
		r[3].Language = "en"
		r[3] = rehashed(r[3])
		return r
	}, 4, consent.Changed},
	"the first row changed and its hash with it": {func(r []consent.Record) []consent.Record {
		r[0].Language = "en"
		r[0] = rehashed(r[0])
		return r
	}, 1, consent.Changed},
	"the last row changed and its hash with it": {func(r []consent.Record) []consent.Record {
		r[8].Language = "en"
		r[8] = rehashed(r[8])
		return r
	}, 9, consent.Changed},
	"the link to the row before changed and the hash with it": {func(r []consent.Record) []consent.Record {
		r[3].Previous = consent.ChainStart
		r[3] = rehashed(r[3])
		return r
	}, 4, consent.Changed},
	"a field cut in two where it held a line break": {func(r []consent.Record) []consent.Record {
		r[3].Language, r[3].Portal = r[3].Language+"\n"+r[3].Portal, ""
		return r
	}, 4, consent.Changed},
	"a row deleted":           {func(r []consent.Record) []consent.Record { return slices.Delete(r, 3, 4) }, 4, consent.Deleted},
	"the first row deleted":   {func(r []consent.Record) []consent.Record { return r[1:] }, 1, consent.Deleted},
	"three rows deleted":      {func(r []consent.Record) []consent.Record { return slices.Delete(r, 3, 6) }, 4, consent.Deleted},
	"a row and its successor": {func(r []consent.Record) []consent.Record { r[4].Language = "en"; return slices.Delete(r, 3, 4) }, 4, consent.Deleted},
	"a row deleted and the rest renumbered": {func(r []consent.Record) []consent.Record {
		return renumbered(slices.Delete(r, 3, 4))
	}, 4, consent.Deleted},
	"the first row deleted and the rest renumbered": {func(r []consent.Record) []consent.Record { return renumbered(r[1:]) }, 1, consent.Deleted},
	"five rows deleted and the rest renumbered": {func(r []consent.Record) []consent.Record {
		return renumbered(slices.Delete(r, 3, 8))
	}, 4, consent.Deleted},
	"a row repeated": {func(r []consent.Record) []consent.Record { return slices.Insert(r, 3, r[2]) }, 3, consent.Inserted},
	"an earlier row repeated": {func(r []consent.Record) []consent.Record {
		return slices.Insert(r, 5, r[1])
	}, 6, consent.Inserted},
	"an earlier row repeated at the end": {func(r []consent.Record) []consent.Record { return append(r, r[1]) }, 10, consent.Inserted},
	"a forged row beside the true one": {func(r []consent.Record) []consent.Record {
		return slices.Insert(r, 3, forged(r, 2))
	}, 4, consent.Inserted},
	"a forged row and the rest renumbered": {func(r []consent.Record) []consent.Record {
		return renumbered(slices.Insert(r, 3, forged(r, 2)))
	}, 4, consent.Inserted},
	"a row of no chain and the rest renumbered": {func(r []consent.Record) []consent.Record {
		return renumbered(slices.Insert(r, 3, consent.Record{Entry: entry("forged.example"), Hash: consent.ChainStart}))
	}, 4, consent.Inserted},
	"two rows in each other's place":          {func(r []consent.Record) []consent.Record { r[3], r[6] = r[6], r[3]; return r }, 4, consent.Reordered},
	"two rows under each other's number":      {func(r []consent.Record) []consent.Record { r[3], r[6] = r[6], r[3]; return renumbered(r) }, 4, consent.Reordered},
	"two neighbours under the other's number": {func(r []consent.Record) []consent.Record { r[3], r[4] = r[4], r[3]; return renumbered(r) }, 4, consent.Reordered},
	"the last two under the other's number":   {func(r []consent.Record) []consent.Record { r[7], r[8] = r[8], r[7]; return renumbered(r) }, 8, consent.Reordered},
	"the last row cut off":                    {func(r []consent.Record) []consent.Record { return r[:8] }, 9, consent.Truncated},
	"all rows cut off":                        {func(r []consent.Record) []consent.Record { return nil }, 1, consent.Truncated},
	"every row rewritten": {func(r []consent.Record) []consent.Record {
		at := consent.ChainOrigin()
		for i := range r {
			r[i].Language = "en"
			r[i] = consent.NewRecord(r[i].Entry, at.Sequence+1, at.Hash)
			at = r[i].Link()
		}
		return r
	}, 9, consent.Changed},
}

func TestTheFirstRowAtFaultIsNamed(t *testing.T) {
	t.Parallel()
	head := chainOf(9)[8].Link()
	for name, tamper := range tampering {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := consent.VerifyChain(walk(tamper.with(chainOf(9))), consent.ChainOrigin(), head)
			want := consent.ChainError{Sequence: tamper.row, Fault: tamper.fault}
			var fault *consent.ChainError
			if !errors.As(err, &fault) || *fault != want {
				t.Errorf("verify: %v, want: %v", err, &want)
			}
		})
	}
}

func TestNoFieldCanChangeUnseen(t *testing.T) {
	t.Parallel()
	for field, change := range map[string]func(*consent.Record){
		"time":     func(r *consent.Record) { r.Time = r.Time.Add(time.Second) },
		"decision": func(r *consent.Record) { r.Decision = consent.Seen },
		"choice":   func(r *consent.Record) { r.Choice = consent.Choice{"statistics": false} },
		"scope":    func(r *consent.Record) { r.Scope = strings.Repeat("b", 64) },
		"text":     func(r *consent.Record) { r.Text = strings.Repeat("b", 64) },
		"language": func(r *consent.Record) { r.Language = "en" },
		"portal":   func(r *consent.Record) { r.Portal = "" },
		"gpc":      func(r *consent.Record) { r.GPC = true },
		"ends":     func(r *consent.Record) { r.Ends = strings.Repeat("0", 26) },
		"receipt":  func(r *consent.Record) { r.Receipt = strings.Repeat("0", 26) },
		"previous": func(r *consent.Record) { r.Previous = consent.ChainStart },
		"hash":     func(r *consent.Record) { r.Hash = consent.ChainStart },
	} {
		records := chainOf(9)
		change(&records[3])
		_, err := consent.VerifyChain(walk(records), consent.ChainOrigin())
		if want := (&consent.ChainError{Sequence: 4, Fault: consent.Changed}); err == nil || err.Error() != want.Error() {
			t.Errorf("%s: %v, want %v", field, err, want)
		}
	}
}

func TestAChainAfterAPurgeStartsAtItsCheckpoint(t *testing.T) {
	t.Parallel()
	records := chainOf(9)
	checkpoint, head := records[4].Link(), records[8].Link()
	for name, c := range map[string]struct {
		left  []consent.Record
		after consent.Link
		heads []consent.Link
		want  error
	}{
		"whole":                          {records[5:], checkpoint, []consent.Link{head, records[6].Link()}, nil},
		"all purged":                     {nil, head, []consent.Link{head}, nil},
		"a head that was purged since":   {records[5:], checkpoint, []consent.Link{records[1].Link()}, nil},
		"a head that is the checkpoint":  {records[5:], checkpoint, []consent.Link{checkpoint}, nil},
		"a checkpoint of another number": {records[5:], records[3].Link(), nil, &consent.ChainError{Sequence: 5, Fault: consent.Deleted}},
		"a checkpoint of another hash":   {records[5:], consent.Link{Sequence: 5, Hash: consent.ChainStart}, nil, &consent.ChainError{Sequence: 6, Fault: consent.Changed}},
		"a forged checkpoint, all gone":  {nil, consent.Link{Sequence: 9, Hash: consent.ChainStart}, []consent.Link{head}, &consent.ChainError{Sequence: 9, Fault: consent.Changed}},
		"no checkpoint":                  {records[5:], consent.ChainOrigin(), nil, &consent.ChainError{Sequence: 1, Fault: consent.Deleted}},
	} {
		reached, err := consent.VerifyChain(walk(c.left), c.after, c.heads...)
		if fmt.Sprint(err) != fmt.Sprint(c.want) || err == nil && reached != head {
			t.Errorf("%s: reached %d, %v; want %v", name, reached.Sequence, err, c.want)
		}
	}
}

func TestAChainThatCannotBeReadIsNotCalledForged(t *testing.T) {
	t.Parallel()
	gone := errors.New("the connection is gone")
	for _, readable := range []int{0, 3} {
		records := chainOf(5)
		records[2].Language = "en" // at fault too, which a full read would have told
		_, err := consent.VerifyChain(func(yield func(consent.Record, error) bool) {
			for _, r := range records[:readable] {
				if !yield(r, nil) {
					return
				}
			}
			yield(consent.Record{}, gone)
		}, consent.ChainOrigin())
		if !errors.Is(err, gone) {
			t.Errorf("after %d rows: %v", readable, err)
		}
	}
}
