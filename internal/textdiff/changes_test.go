package textdiff_test

import (
	"fmt"
	"strings"
	"testing"

	"charte/internal/textdiff"
)

func TestChangesShowAFewWordsAroundEachDifference(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("w ", 40)
	twelve := strings.TrimSpace(strings.Repeat("w ", 12))
	for name, test := range map[string]struct{ old, new, want string }{
		"equal texts":   {long, long, ""},
		"no text":       {"", "", ""},
		"all added":     {"", "a", "added(a) "},
		"in the middle": {long + "a " + long, long + "b " + long, "same(… " + twelve + ") removed(a) added(b) same(" + twelve + " …) "},
		"at both ends":  {"a " + long + "b", long, "removed(a) same(" + twelve + " … " + twelve + ") removed(b) "},
		"close by":      {"a w w b", "w w", "removed(a) same(w w) removed(b) "},
	} {
		got := ""
		for _, p := range textdiff.Changes(strings.Fields(test.old), strings.Fields(test.new)) {
			got += fmt.Sprintf("%s(%s) ", p.Kind, strings.Join(p.Words, " "))
		}
		if got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
