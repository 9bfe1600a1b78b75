package proof

import (
	"context"
	"errors"

	"charte/internal/consent"
)

// Recorder is the part of a registry that records spooled entries.
type Recorder interface {
	Append(context.Context, consent.Entry) (consent.Record, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
}

// RecordSpooled records a spooled entry under the day of its decision. It skips a
// withdrawal that was recorded already, because a commit succeeded without an answer or
// the program ended before the spool forgot it; its receipt identifies it. A refusal has
// no such id, so in that case it may be recorded twice, as a repeated refusal is.
func RecordSpooled(ctx context.Context, r Recorder, e consent.Entry) error {
	if e.Ends != "" {
		records, err := r.Receipt(ctx, e.Ends)
		if err != nil && !errors.Is(err, consent.ErrNotFound) {
			return err
		}
		for _, record := range records {
			if same(record.Entry, e) {
				return nil
			}
		}
	}
	_, err := r.Append(ctx, e)
	return err
}

func same(a, b consent.Entry) bool {
	return a.Ends == b.Ends && a.Receipt == b.Receipt && a.Decision == b.Decision &&
		a.Choice.String() == b.Choice.String() && a.Time.Equal(b.Time)
}
