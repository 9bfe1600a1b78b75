package proof_test

import (
	"context"
	"iter"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/proof"
)

// A partial withdrawal without a receipt creates one, and may cite no text.
func TestDecisionWithoutATextIsMarked(t *testing.T) {
	t.Parallel()
	r := open(t)
	part := grant(start, 1)
	part.Ends, part.Text = part.Receipt, ""
	bare := refusal(start)
	bare.Text = ""
	add(t, r, part, bare, grant(start, 2))
	_, byReceipt := proof.ByReceipt(t.Context(), r, receipt(1))
	_, bySequence := proof.BySequence(t.Context(), r, 2)
	for want, err := range map[string]error{"record 1 cites no text: ": byReceipt, "record 2 cites no text: ": bySequence} {
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if found, err := proof.ByReceipt(t.Context(), r, receipt(2)); err != nil || len(found) != 1 || found[0].Sequence != 3 {
		t.Errorf("receipt 2 leads to %+v, %v", found, err)
	}
}

// tampered is a registry in which somebody changed the records.
type tampered struct {
	proof.ReplaySource
	change func(*consent.Record)
}

func (r tampered) Receipt(ctx context.Context, id string) ([]consent.Record, error) {
	records, err := r.ReplaySource.Receipt(ctx, id)
	for i := range records {
		r.change(&records[i])
	}
	return records, err
}

func (r tampered) Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error] {
	return func(yield func(consent.Record, error) bool) {
		for record, err := range r.ReplaySource.Records(ctx, from) {
			r.change(&record)
			if !yield(record, err) {
				return
			}
		}
	}
}

func TestARecordThatWasChangedIsNotReplayed(t *testing.T) {
	t.Parallel()
	r := open(t)
	add(t, r, grant(start, 1))
	for name, change := range map[string]func(*consent.Record){
		"the choice": func(r *consent.Record) { r.Choice = consent.Choice{"statistics": false, "first_party": false} },
		"the text":   func(r *consent.Record) { r.Text = strings.Repeat("a", 64) },
		"the day":    func(r *consent.Record) { r.Time = r.Time.AddDate(1, 0, 0) },
		"the hash":   func(r *consent.Record) { r.Hash = strings.Repeat("a", 64) },
	} {
		_, byReceipt := proof.ByReceipt(t.Context(), tampered{r, change}, receipt(1))
		_, bySequence := proof.BySequence(t.Context(), tampered{r, change}, 1)
		for _, err := range []error{byReceipt, bySequence} {
			if err == nil || !strings.Contains(err.Error(), "record 1 was changed") {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}
