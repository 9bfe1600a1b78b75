package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/proof"
)

// verifyCommand verifies the chain of records.
type verifyCommand struct {
	timed
	registryFlag
	stampsFlag
	Head      []string `placeholder:"N:HASH" help:"Head printed by an earlier --print-head, which the chain must still contain. Repeat for several."`
	PrintHead bool     `help:"Print only the newest head, with the hashes of the texts in force. Store the line where the registry's administrator cannot change it."`
}

// Run fails at the first record that was changed, removed or inserted. It also fails,
// with exitEmpty, if there is no record or no head could be compared.
func (c *verifyCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	heads, err := parseHeads(c.Head)
	if err != nil {
		return err
	}
	stamps, err := c.readStamps(c.registryFlag)
	if err != nil {
		return err
	}
	return c.read(ctx, func(r consent.Registry) error {
		now := c.clock.Now()
		advance, done := progress(stderr, message.Of("verifying"), message.Of("records"))
		verdict, err := proof.Verify(ctx, r, headsToCompare(heads, stamps), now, advance)
		done()
		if err != nil {
			return message.Errorf("verification failed: %w", contradicted(stamps, err))
		}
		if c.PrintHead {
			return printHead(ctx, stdout, r, verdict)
		}
		printVerdict(stdout, verdict, now)
		printStamps(stdout, stamps, verdict, now)
		if err := nothingToVerify(verdict); err != nil {
			return err
		}
		if err := totalsDiffer(stdout, verdict.Mismatches); err != nil {
			return err
		}
		return notCompared(stdout, verdict, heads)
	})
}

// printHead prints the statement of the head. It fails if the chain has no records.
func printHead(ctx context.Context, w io.Writer, r proof.Source, v proof.Verdict) error {
	statement, err := proof.HeadStatement(ctx, r, v.Head)
	if err != nil {
		return err
	}
	fmt.Fprint(w, statement)
	return nothingToVerify(v)
}

// printVerdict prints what was verified, and the dates that cannot be right.
func printVerdict(w io.Writer, v proof.Verdict, now time.Time) {
	if v.Records() > 0 {
		say(w, message.Of("The chain is intact: %s, citing %s; no text is missing.", span(v), message.Count(v.Texts, "%d text", "%d texts")))
	}
	if v.After.Sequence > 0 {
		say(w, message.Count(v.After.Sequence, "Record %d was purged; the chain continues from its checkpoint.", "Records 1 to %d were purged; the chain continues from their checkpoint."))
	}
	printRemovals(w, v.Removals, now)
	if m := v.Earlier; m.Count > 0 {
		say(w, message.Count(m.Count, "%d record is dated before the one that it follows: record %d (%s, after %s), a refusal that was recorded late, or a clock that was wrong.",
			"%d records are dated before the one that they follow; the first is record %d (%s, after %s): a refusal that was recorded late, or a clock that was wrong.",
			m.First.Sequence, rfc(m.First.Time), rfc(m.Previous.Time)))
	}
	if m := v.Future; m.Count > 0 {
		say(w, message.Count(m.Count, "%d record is dated in the future: record %d (%s, and it is %s now); the clock of the service was ahead, or that of this machine is behind.",
			"%d records are dated in the future; the first is record %d (%s, and it is %s now): the clock of the service was ahead, or that of this machine is behind.",
			m.First.Sequence, rfc(m.First.Time), rfc(now)))
	}
}

// span returns the number of records that were verified, with the first and the last.
func span(v proof.Verdict) message.Text {
	if v.Records() == 1 {
		return message.Of("1 record, number %d", v.Head.Sequence)
	}
	return message.Of("%d records, %d to %d", v.Records(), v.After.Sequence+1, v.Head.Sequence)
}

// notCompared prints how many heads could not be compared because their records were
// purged, and fails if no head was compared.
func notCompared(w io.Writer, v proof.Verdict, heads []consent.Link) error {
	switch n := v.Compared(heads); {
	case n == len(heads):
		return nil
	case n == 0:
		return exitError{message.Count(v.After.Sequence, "no head was compared: record %d was purged; use a later head", "no head was compared: records 1 to %d were purged; use a later head").AsError(), exitEmpty}
	default:
		say(w, message.Count(len(heads)-n, "%d of %d heads was not compared: its record was purged.", "%d of %d heads were not compared: their records were purged.", len(heads)))
		return nil
	}
}

func rfc(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// listedPurges limits the purges listed: there may be one a day for years.
const listedPurges = 5

// listedMismatches limits the totals listed.
const listedMismatches = 5

// printRemovals lists the last purges, and all that are dated in the future.
func printRemovals(w io.Writer, removals []consent.Removal, now time.Time) {
	first := int64(1)
	for i, r := range removals {
		future := r.Day.After(now)
		if future || i >= len(removals)-listedPurges {
			purged := message.Of("  records %d to %d were purged on %s", first, r.To.Sequence, r.Day.Format(time.DateOnly))
			if first == r.To.Sequence {
				purged = message.Of("  record %d was purged on %s", first, r.Day.Format(time.DateOnly))
			}
			if future {
				purged = message.Of("%s, which is in the future: the clock was ahead", purged)
			}
			say(w, purged)
		}
		first = r.To.Sequence + 1
	}
}

// nothingToVerify returns an error if the chain has no records.
func nothingToVerify(v proof.Verdict) error {
	switch {
	case v.Records() > 0:
		return nil
	case v.Head.Sequence == 0:
		return exitError{message.Errorf("nothing to verify: the registry holds no record yet"), exitEmpty}
	}
	return exitError{message.Count(v.Head.Sequence, "nothing to verify: record %d was purged, and no other is left; if that was not meant, restore a backup",
		"nothing to verify: records 1 to %d were purged, and no other is left; if that was not meant, restore a backup").AsError(), exitEmpty}
}

// totalsDiffer prints the first totals that differ from the records, and fails if
// there are any.
func totalsDiffer(w io.Writer, wrong []proof.Mismatch) error {
	if len(wrong) == 0 {
		return nil
	}
	for _, m := range wrong[:min(len(wrong), listedMismatches)] {
		say(w, message.Of("  %s, %s: the total is %d, the number of records is %d", m.Day.Format(time.DateOnly), m.Decision, m.Counted, m.Recorded))
	}
	return message.Count(len(wrong), "%d daily total differs from the records, which are the evidence: find out what changed the table totals, or restore a backup",
		"%d daily totals differ from the records, which are the evidence: find out what changed the table totals, or restore a backup").AsError()
}
