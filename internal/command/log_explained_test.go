package command

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"strings"
	"testing"
)

// The log explains an error of the database as the start does: what happened, and what to
// do. It leaves other errors and lines as they are.
func TestTheLogExplainsErrorsOfTheDatabase(t *testing.T) {
	t.Parallel()
	_, refused := net.Dial("tcp", "127.0.0.1:1") // nobody listens there
	var out bytes.Buffer
	log, flush := newLog(&out)
	log.With("part", "registry").Error("nothing was granted", "error", fmt.Errorf("append records:\n\t%w", refused), "count", 1)
	log.Error("broken", "error", errors.New("charter.md:3: wrong"))
	log.Info("retried", "error", refused)
	flush()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	for i, want := range []string{
		`"part":"registry","error":"registry: no PostgreSQL server answers at this address — start the server, and compare host and port in CHARTE_REGISTRY with listen_addresses and port of postgresql.conf (append records: dial tcp `,
		`"error":"charter.md:3: wrong"`,
		`"error":"dial tcp `,
	} {
		if len(lines) != 3 || !strings.Contains(lines[i], want) {
			t.Fatalf("line %d of %d lacks %s:\n%s", i, len(lines), want, out.String())
		}
	}
	if !strings.HasSuffix(lines[0], `connection refused)","count":1}`) {
		t.Error(lines[0])
	}
}
