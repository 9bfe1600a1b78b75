package consent_test

import (
	"slices"
	"testing"

	"charte/internal/consent"
)

func TestDeclaredTrackersComeBackAsTheyWereWritten(t *testing.T) {
	t.Parallel()
	all := []consent.Declared{{"statistics", "Matomo", "_pk_id.*"}, {"necessary", "", "sessionid"}, {"first_party", "A\n\tB ", "x=1; y"}}
	want := slices.Clone(all)
	want[2].Provider = "A B"
	if got := consent.ParseDeclared(consent.FormatDeclared(all)); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if got := consent.ParseDeclared(consent.FormatDeclared(nil)); len(got) != 0 {
		t.Errorf("nothing becomes %q", got)
	}
}
