package static_test

import (
	"regexp"
	"strings"
	"testing"
)

// The handle is sent with every page of the portal, so its sheet repeats the few
// values that it needs; they must equal those of the other sheets.
func TestHandleHasTheColoursOfTheOtherSheets(t *testing.T) {
	t.Parallel()
	value := regexp.MustCompile(`(--charte-[a-z0-9-]+):\s*(#[0-9a-f]+)`)
	rest, found := read(t, "tokens.css"), 0
	for _, match := range value.FindAllStringSubmatch(read(t, "handle.css"), -1) {
		colour := match[2]
		if len(colour) == 4 {
			colour = string([]byte{'#', colour[1], colour[1], colour[2], colour[2], colour[3], colour[3]})
		}
		if found++; !strings.Contains(rest, match[1]+": "+colour+";") {
			t.Errorf("tokens.css does not set %s to %s", match[1], colour)
		}
	}
	if found < 3 {
		t.Errorf("only %d values seen", found)
	}
}
