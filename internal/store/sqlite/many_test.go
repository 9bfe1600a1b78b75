package sqlite_test

import (
	"flag"
	"path/filepath"
	"testing"

	"charte/internal/consent/consenttest"
)

// manyRecords is how many records the file holds at least once; 10 million in make
// soak.
var manyRecords = flag.Int("records", 20_000, "records that one store is filled with")

func TestManyRecords(t *testing.T) {
	t.Parallel()
	r := open(t, filepath.Join(t.TempDir(), "charte.db"))
	defer r.Close()
	consenttest.Many(t, r, *manyRecords)
}
