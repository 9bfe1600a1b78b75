package command

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// Three hours with choices in the first half hour give two lines, not one a minute.
func TestChoicesOfAnotherCharterAreLoggedOnceAnHour(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	count := int64(0)
	u := upkeep{clock: SystemClock(), log: slog.New(slog.NewTextHandler(&log, nil)), foreignChoices: func() int64 { return count }}
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for minute := range 180 {
		switch minute {
		case 10:
			count = 5
		case 11, 30:
			count += 2
		}
		u.logForeignChoices(at.Add(time.Duration(minute) * time.Minute))
	}
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 || !strings.Contains(lines[0], "banners=5") || !strings.Contains(lines[1], "banners=4") || !strings.Contains(lines[0], "--cookie-name") {
		t.Errorf("logged %q", lines)
	}
}
