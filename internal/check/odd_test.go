package check_test

import (
	"os"
	"path/filepath"
	"testing"

	"charte/internal/check"
)

// Every rule terminates on malformed charters, and a charter that cannot be parsed
// is reported as a fault.
func TestMalformedChartersAreCheckedByEveryRule(t *testing.T) {
	t.Parallel()
	names, err := filepath.Glob("../charter/testdata/odd/*.md")
	if err != nil || len(names) < 10 {
		t.Fatal(names, err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := clean(t)
		s.files = map[string]string{fr: string(text)}
		in := s.input()
		faults := check.Run(in).Count(check.Fault)
		if in.Charter == nil && faults == 0 {
			t.Errorf("%s cannot be parsed, but no fault is reported", name)
		}
	}
}
