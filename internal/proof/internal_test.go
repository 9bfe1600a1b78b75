package proof

import (
	"io"

	"charte/internal/consent"
)

// WriteLines writes records as [Export] does in jsonl, whatever they are: it is
// how a verifier is tried on records that were tampered with.
func WriteLines(to io.Writer, after, head consent.Link, records []consent.Record) error {
	w := &jsonlWriter{w: to}
	if err := w.start(span{after: after, head: head}); err != nil {
		return err
	}
	for _, r := range records {
		if err := w.record(r); err != nil {
			return err
		}
	}
	return nil
}
