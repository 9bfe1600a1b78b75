package audittest

import "testing"

// Named returns one fault of the corpus. It fails the test if there is none of that name.
func Named(t testing.TB, name string) Fault {
	t.Helper()
	all, err := Faults()
	if err != nil {
		t.Fatal(err)
	}
	fault, found := all[name]
	if !found {
		t.Fatalf("the corpus has no %s", name)
	}
	return fault
}
