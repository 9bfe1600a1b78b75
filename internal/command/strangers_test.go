package command

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"
)

// The log tells of another charter, and is not filled by it.
func TestTheLogTellsNowAndThenOfAnotherChartersChoices(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	count := int64(0)
	u := upkeep{clock: SystemClock(), log: slog.New(slog.NewTextHandler(&log, nil)), strangers: func() int64 { return count }}
	at := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for minute := range 180 {
		switch minute {
		case 10:
			count = 5
		case 11, 30:
			count += 2
		}
		u.tellStrangers(at.Add(time.Duration(minute) * time.Minute))
	}
	said := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(said) != 2 || !strings.Contains(said[0], "banners=5") || !strings.Contains(said[1], "banners=4") || !strings.Contains(said[0], "--cookie-name") {
		t.Errorf("said %q", said)
	}
}
