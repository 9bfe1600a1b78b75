package proof_test

import (
	"bytes"
	"context"
	"iter"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/proof"
	"charte/internal/store/sqlite"
)

// purging is a registry that is purged each time after its ends were read.
type purging struct {
	*sqlite.Registry
	t *testing.T
}

func (p purging) Verify(ctx context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	err := p.Registry.Verify(ctx, f)
	_, errPurge := p.Purge(ctx, start, start)
	must(p.t, errPurge)
	return err
}

// A purge while the chain is verified is no fault, and hides none.
func TestAPurgeDuringTheVerificationIsNoFault(t *testing.T) {
	t.Parallel()
	old := start.AddDate(-6, 0, 0)
	r := open(t)
	added := add(t, r, grant(old, 1), refusal(old), grant(old, 2), grant(start, 3), refusal(start))
	from, head, err := proof.VerifySince(t.Context(), purging{r, t}, added[1].Link())
	if err != nil || from != added[2].Link() || head != added[4].Link() {
		t.Errorf("verified from %v to %v, %v", from, head, err)
	}
	forged := added[3].Link()
	forged.Hash = added[0].Hash
	if _, _, err := proof.VerifySince(t.Context(), purging{r, t}, forged); err == nil {
		t.Error("a record with another hash was not noticed")
	}
}

// The parts of a dossier must not differ in their first record.
func TestADossierDuringAPurgeFails(t *testing.T) {
	t.Parallel()
	r := open(t)
	add(t, r, grant(start.AddDate(-6, 0, 0), 1), grant(start, 2), refusal(start))
	d := proof.Dossier{Registry: purging{r, t}, Days: proof.Always(), Now: start, Progress: quiet}
	var out bytes.Buffer
	if _, err := d.Write(t.Context(), &out); err == nil || !strings.Contains(err.Error(), "run the command again") {
		t.Errorf("during a purge: %v", err)
	}
	if _, err := d.Write(t.Context(), &out); err != nil {
		t.Errorf("again: %v", err)
	}
}
