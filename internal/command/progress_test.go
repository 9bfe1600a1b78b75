package command

import (
	"bytes"
	"strings"
	"testing"

	"charte/internal/message"
)

func TestABarIsShownOnATerminalOnly(t *testing.T) {
	t.Parallel()
	var screen bytes.Buffer
	advance, done := bar(&screen, "verifying", "records")
	for n := range int64(1000) {
		advance(n+1, 1000)
	}
	done()
	if !strings.Contains(screen.String(), "verifying") {
		t.Errorf("the bar shows %q", screen.String())
	}
	var pipe bytes.Buffer
	advance, done = progress(&pipe, message.Of("verifying"), message.Of("records"))
	advance(1, 2)
	done()
	if pipe.Len() != 0 {
		t.Errorf("a pipe gets %q", pipe.String())
	}
}
