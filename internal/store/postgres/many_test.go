package postgres_test

import (
	"flag"
	"testing"

	"charte/internal/consent/consenttest"
	"charte/internal/store/postgres/pgtest"
)

// manyRecords is how many records the database holds at least once; 10 million in make
// soak.
var manyRecords = flag.Int("records", 20_000, "records that one store is filled with")

func TestManyRecords(t *testing.T) {
	t.Parallel()
	r := open(t, pgtest.Start(t).NewDatabase(t))
	defer r.Close()
	consenttest.Many(t, r, *manyRecords)
}
