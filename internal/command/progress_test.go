package command

import (
	"bytes"
	"strings"
	"testing"
)

func TestABarIsShownOnATerminalOnly(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	told, done := bar(&screen, "verifying", "records")
	for n := range int64(1000) {
		told(n+1, 1000)
	}
	done()
	if !strings.Contains(screen.String(), "verifying") {
		t.Errorf("the bar shows %q", screen.String())
	}
	var pipe bytes.Buffer
	told, done = progress(&pipe, "verifying", "records")
	told(1, 2)
	done()
	if pipe.Len() != 0 {
		t.Errorf("a pipe gets %q", pipe.String())
	}
}
