package store

import (
	"errors"
	"testing"
)

// A write during which the database file was replaced must not be acknowledged.
func TestWriteFailsIfTheDatabaseWasReplaced(t *testing.T) {
	t.Parallel()
	gone, full := errors.New("gone"), errors.New("full")
	for name, c := range map[string]struct {
		before, write, after, want error
		writes                     int
	}{
		"there":           {nil, nil, nil, nil, 1},
		"gone before":     {gone, nil, gone, gone, 0},
		"gone meanwhile":  {nil, nil, gone, gone, 1},
		"there, and full": {nil, full, nil, full, 1},
	} {
		looks, writes := []error{c.before, c.after}, 0
		s := &Store{dialect: Dialect{Intact: func() (err error) {
			err, looks = looks[0], looks[1:]
			return err
		}}}
		if err := s.intact(func() error { writes++; return c.write }); !errors.Is(err, c.want) || writes != c.writes {
			t.Errorf("%s: %v, %d writes", name, err, writes)
		}
	}
	if err := new(Store).intact(func() error { return full }); !errors.Is(err, full) {
		t.Errorf("where nothing can become of it: %v", err)
	}
}
