package proof

import (
	"bufio"
	"context"
	"errors"
	"io"
	"iter"
	"maps"
	"slices"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/message"
)

// Range is a time from a UTC day to another, both included.
type Range struct{ From, To time.Time }

// Always returns the range of all days that a record can have.
func Always() Range {
	return Range{time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)}
}

// ParseRange parses two days, written as 2026-03-01. An empty one leaves that end open.
func ParseRange(from, to string) (r Range, err error) {
	r = Always()
	for _, end := range []struct {
		text string
		day  *time.Time
	}{{from, &r.From}, {to, &r.To}} {
		if end.text == "" {
			continue
		}
		if *end.day, err = time.Parse(time.DateOnly, end.text); err != nil {
			return r, message.Errorf("%q: write a day as 2026-03-31", end.text)
		}
	}
	if r.To.Before(r.From) {
		return r, message.Errorf("--from %s is after --to %s", from, to)
	}
	return r, nil
}

func (r Range) holds(t time.Time) bool { return !t.Before(r.From) && t.Before(r.To.AddDate(0, 0, 1)) }

// Source is the input of [Export].
type Source interface {
	Chain
	History(context.Context) ([]consent.Period, error)
}

// span is the part of the chain that an export contains.
type span struct {
	after, head consent.Link // the links before its first record, and of its last
	purposes    []string     // the ids in the choices of its records, sorted
	controllers []consent.Period
	end         consent.Link // the last link of the whole chain
	broken      bool         // a record of the whole chain does not follow the one before
}

// BrokenError is returned by [Export] after it has written all records of the range,
// if the chain is broken: they may be evidence, but the export is no proof.
type BrokenError struct{ Fault error }

// Error names the first record that breaks the chain.
func (e *BrokenError) Error() string { return e.Message().String() }

// Message returns the same for translation.
func (e *BrokenError) Message() message.Text {
	return message.Of("the export was written, but it proves nothing: verification failed: %v", e.Fault)
}

// writer writes an export in one format.
type writer interface {
	start(span) error
	record(consent.Record) error
}

// formats are the formats of an export.
var formats = map[string]func(io.Writer, csv.Format) writer{
	"csv":   func(w io.Writer, f csv.Format) writer { return &csvWriter{w: w, format: f} },
	"jsonl": func(w io.Writer, _ csv.Format) writer { return &jsonlWriter{w: w} },
	"dpv":   func(w io.Writer, _ csv.Format) writer { return &dpvWriter{w: w} },
}

// Export writes the records of a range in a format (csv, jsonl or dpv) and returns their
// number. sheet is the form of the CSV. The records are a contiguous part of the chain,
// from the first record of the range to the last; a late record dated before the range
// is included, because the others cannot be verified without it. Only one record at a
// time is in memory. Export verifies the whole chain, because an export that lacks the
// last records is a valid chain too; the error is a [*BrokenError] if the chain is
// broken.
func Export(ctx context.Context, s Source, in Range, format string, sheet csv.Format, to io.Writer, progress Progress) (n int64, err error) {
	newWriter, known := formats[format]
	if !known {
		return 0, message.Errorf("format %q: csv, jsonl or dpv", format)
	}
	history, err := s.History(ctx)
	if err != nil {
		return 0, err
	}
	buffered := bufio.NewWriterSize(to, 1<<16)
	err = s.Verify(ctx, func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error {
		total := 2 * (head.Sequence - after.Sequence) // all is walked twice
		part, err := measure(all, after, in, func(done int64) { progress(done, total) })
		if err != nil {
			return err
		}
		part.controllers = named(history, consent.NoteController)
		n, err = write(newWriter(buffered, sheet), part, all, func(done int64) { progress(total/2+done, total) })
		if err == nil && (part.broken || part.end != head) {
			_, fault := consent.VerifyChain(all, after, head) // names the record
			return &BrokenError{fault}
		}
		return err
	})
	return n, errors.Join(err, buffered.Flush())
}

// measure finds the part of the chain in the range, and whether the whole chain holds.
func measure(all iter.Seq2[consent.Record, error], after consent.Link, in Range, progress func(int64)) (part span, err error) {
	purposes, before, done, found := map[string]bool{}, after, int64(0), false
	part.after, part.head = after, after
	for r, err := range all {
		if err != nil {
			return part, err
		}
		part.broken = part.broken || !r.Follows(before)
		if in.holds(r.Time) {
			if !found {
				part.after, found = before, true
			}
			part.head = r.Link()
		}
		if found {
			for id := range r.Choice {
				purposes[id] = true
			}
		}
		before = r.Link()
		done++
		progress(done)
	}
	if !found {
		part.after, part.head = before, before
	}
	part.end = before
	part.purposes = slices.Sorted(maps.Keys(purposes))
	return part, nil
}

// write writes the records of the part and returns their number.
func write(w writer, part span, all iter.Seq2[consent.Record, error], progress func(int64)) (n int64, err error) {
	if err := w.start(part); err != nil {
		return 0, err
	}
	done := int64(0)
	for r, err := range all {
		if err != nil {
			return n, err
		}
		done++
		progress(done)
		if r.Sequence <= part.after.Sequence || r.Sequence > part.head.Sequence {
			continue
		}
		if err := w.record(r); err != nil {
			return n, err
		}
		n++
	}
	return n, nil
}
