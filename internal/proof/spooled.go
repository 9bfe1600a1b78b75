package proof

import (
	"context"
	"errors"

	"charte/internal/consent"
)

// Recorder is where entries that waited are recorded.
type Recorder interface {
	Append(context.Context, consent.Entry) (consent.Record, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
}

// Enter records an entry that waited, under the day of its decision. A withdrawal
// that is recorded already, because the registry had written it without being
// able to say so, or because the program ended between recording and forgetting,
// is not recorded twice: its receipt tells. A refusal has nothing that could tell
// it from another; in that case it may count twice, as a repeated one does.
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
