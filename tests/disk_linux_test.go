package tests

import (
	"net/http"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"charte/internal/spool"
)

// RLIMIT_FSIZE simulates a full disk: it needs no privilege and can be set for one
// process while it runs.
func TestServiceResumesAfterAFullDisk(t *testing.T) {
	t.Parallel()
	registry := sqliteFile(t)
	p := startProcess(t, registry, "--content", demo(), "--admin", "localhost:0")
	form := p.visitor(t).open("/fr/choice")
	visits := 0
	for wal := int64(0); wal < spool.Size+1<<16; visits++ {
		form.visitor = p.visitor(t)
		form.submit("refuse")
		info, err := os.Stat(strings.TrimPrefix(registry, "sqlite:") + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		wal = info.Size()
	}
	p.room(t, spool.Size)
	form.visitor = p.visitor(t)
	if s := form.submit("accept"); s.status != http.StatusServiceUnavailable || form.visitor.cookie("cookies_preferences") != "" {
		t.Errorf("a grant without a record: %d", s.status)
	}
	form.visitor = p.visitor(t)
	if s := form.submit("refuse"); s.status != http.StatusSeeOther || form.visitor.cookie("cookies_preferences") == "" {
		t.Errorf("a refusal was not honoured: %d", s.status)
	}
	p.reportsTheOutage(t)
	p.room(t, unix.RLIM_INFINITY)
	form.visitor = p.visitor(t)
	if s := form.submit("accept"); s.status != http.StatusSeeOther {
		t.Errorf("service did not resume: %d\n%s", s.status, p.log)
	}
	if _, body := ask(t, p.admin(t)+"/metrics"); !strings.Contains(body, "\ncharte_registry_failing 0\n") {
		t.Errorf("the metrics still name a failing registry:\n%s", body)
	}
	p.stop()
	rows := p.records(t)
	if n := len(rows); n != visits+2 || !rows[n-2].Choice.Grants() || rows[n-1].Choice.Grants() {
		t.Errorf("%d records after %d visits and two more, one of them spooled", n, visits)
	}
	mustRun(t, "verify", "--registry", registry)
}

// room sets the largest size of the process's files.
func (p *process) room(t *testing.T, size uint64) {
	t.Helper()
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: size, Max: unix.RLIM_INFINITY}, nil); err != nil {
		t.Fatal(err)
	}
}
