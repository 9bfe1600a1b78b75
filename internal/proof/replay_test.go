package proof_test

import (
	"strings"
	"testing"

	"charte/internal/proof"
)

// A part that was taken back by someone who brought no receipt gave them one, and
// may cite no text.
func TestWhatCitesNoTextIsSaidToCiteNone(t *testing.T) {
	t.Parallel()
	r := open(t)
	part := grant(start, 1)
	part.Ends, part.Text = part.Receipt, ""
	bare := refusal(start)
	bare.Text = ""
	add(t, r, part, bare, grant(start, 2))
	_, byReceipt := proof.OfReceipt(t.Context(), r, receipt(1))
	_, byRow := proof.OfRow(t.Context(), r, 2)
	for want, err := range map[string]error{"record 1 cites no text: ": byReceipt, "record 2 cites no text: ": byRow} {
		if err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
	if found, err := proof.OfReceipt(t.Context(), r, receipt(2)); err != nil || len(found) != 1 || found[0].Sequence != 3 {
		t.Errorf("receipt 2 leads to %+v, %v", found, err)
	}
}
