package command

import (
	"bytes"
	"testing"
	"time"

	"charte/internal/consent"
)

// The last five purges are listed, and an earlier one only if its date is in the future.
// Each is named with the records that it removed.
func TestVerifyListsTheLastPurgesWithTheirRecords(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, time.November, 10, 12, 0, 0, 0, time.UTC)
	var all []consent.Removal
	for i, last := range []int64{1, 4, 5, 7, 9, 11, 12} {
		day := now.AddDate(0, 0, i-9)
		if i == 1 {
			day = now.AddDate(1, 0, 0)
		}
		all = append(all, consent.Removal{Day: day, To: consent.Link{Sequence: last}})
	}
	var out bytes.Buffer
	printRemovals(&out, all, now)
	want := `  records 2 to 4 were purged on 2027-11-10, which is in the future: the clock was ahead
  record 5 was purged on 2026-11-03
  records 6 to 7 were purged on 2026-11-04
  records 8 to 9 were purged on 2026-11-05
  records 10 to 11 were purged on 2026-11-06
  record 12 was purged on 2026-11-07
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}
