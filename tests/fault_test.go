package tests

import (
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"charte/internal/store/postgres/pgtest"
)

// outage is a registry that can fail and recover while a program uses it.
type outage struct {
	registry   string
	end, begin func()
}

// throughAnOutage makes every decision during an outage and checks the record
// afterwards (P-04).
func throughAnOutage(t *testing.T, o outage) {
	t.Helper()
	p := startOn(t, o.registry, "--content", demo(), "--admin", "localhost:0")
	granted, undecided := p.visitor(t), p.visitor(t)
	granted.open("/fr/choice").submit("accept")
	receipt := granted.cookie("charte-receipt")
	form, change := undecided.open("/fr/choice"), granted.open("/fr/")
	o.end()
	if s := form.submit("accept"); s.status != http.StatusServiceUnavailable || undecided.cookie("cookies_preferences") != "" || undecided.cookie("charte-receipt") != "" {
		t.Errorf("a grant without a record: %d, cookie %q", s.status, undecided.cookie("cookies_preferences"))
	} else if !strings.Contains(words(s.doc), "n’a pas pu être enregistré") {
		t.Errorf("the page does not explain why: %s", words(s.doc))
	}
	if s := form.submit("refuse"); s.status != http.StatusSeeOther || undecided.granted()["audience"] || undecided.cookie("cookies_preferences") == "" {
		t.Errorf("a refusal was not honoured: %d", s.status)
	}
	if s := change.submit("custom", "video"); !strings.Contains(words(s.doc), "Choix") || !granted.granted()["video"] || granted.granted()["audience"] {
		t.Errorf("a withdrawal of two was not honoured: %d, %v", s.status, granted.granted())
	}
	if s := p.visitor(t).open("/readyz"); s.status != http.StatusOK {
		t.Errorf("the service cannot honour a refusal: %d", s.status)
	}
	if _, body := ask(t, p.admin(t)+"/metrics"); !strings.Contains(body, "\ncharte_spool_entries ") || !strings.Contains(body, "\ncharte_spool_lost_total 0\n") {
		t.Errorf("the metrics do not show it:\n%s", body)
	}
	p.reportsTheOutage(t)
	o.begin()
	after := p.visitor(t)
	if s := after.open("/fr/choice").submit("accept"); s.status != http.StatusSeeOther || !after.granted()["audience"] {
		t.Errorf("service did not resume: %d", s.status)
	}
	p.stop() // records what is spooled
	var got []string
	for _, r := range p.records(t) {
		part := r.Ends != "" && r.Ends == r.Receipt && r.Receipt == receipt
		got = append(got, fmt.Sprint(r.Decision, " ", r.Choice, " ", part))
	}
	want := []string{
		"accept audience=true campaigns=true video=true false",
		"accept audience=true campaigns=true video=true false",
		"refuse audience=false campaigns=false video=false false",
		"custom audience=false campaigns=false video=true true",
	}
	slices.Sort(got) // spooled entries may be recorded last or in order
	slices.Sort(want)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("recorded\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	mustRun(t, "verify", "--registry", o.registry)
}

// reportsTheOutage fails unless, during an outage, the health page reports an error or
// a problem and the gauge of failures is set.
func (p *program) reportsTheOutage(t *testing.T) {
	t.Helper()
	if status, body := ask(t, p.admin(t)+"/en/health"); status == http.StatusOK && !strings.Contains(body, `role="alert"`) {
		t.Errorf("the health page reports no problem:\n%s", body)
	}
	if _, body := ask(t, p.admin(t)+"/metrics"); !strings.Contains(body, "\ncharte_registry_failing 1\n") {
		t.Errorf("the metrics do not report the failing registry:\n%s", body)
	}
}

func TestServiceResumesAfterAPostgreSQLCrash(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	throughAnOutage(t, outage{cluster.NewDatabase(t), func() { cluster.Kill(t) }, func() { cluster.Resume(t) }})
}

// A server that hangs gives no error, unlike one that is down.
func TestServiceResumesAfterAPostgreSQLHang(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	p := startOn(t, cluster.NewDatabase(t), "--content", demo())
	accepts, refuses := p.visitor(t).open("/fr/choice"), p.visitor(t).open("/fr/choice")
	thaw := cluster.Freeze(t)
	var both sync.WaitGroup
	both.Go(func() {
		if s := accepts.submit("accept"); s.status != http.StatusServiceUnavailable || accepts.visitor.cookie("cookies_preferences") != "" {
			t.Errorf("a grant without a record: %d", s.status)
		}
	})
	both.Go(func() {
		if s := refuses.submit("refuse"); s.status != http.StatusSeeOther || refuses.visitor.cookie("cookies_preferences") == "" {
			t.Errorf("a refusal was not honoured: %d", s.status)
		}
	})
	both.Wait()
	thaw()
	if s := p.visitor(t).open("/fr/choice").submit("accept"); s.status != http.StatusSeeOther {
		t.Errorf("service did not resume: %d", s.status)
	}
	p.stop() // records what is spooled
	granted, refused := 0, 0
	for _, r := range p.records(t) {
		if r.Choice.Grants() {
			granted++
		} else {
			refused++
		}
	}
	if granted != 1 || refused != 1 {
		t.Errorf("%d grants and %d refusals are recorded, want one each", granted, refused)
	}
}

func TestServiceResumesAfterAMissingSQLiteFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "charte.db")
	move := func(from, to string) func() {
		return func() {
			if err := os.Rename(from, to); err != nil {
				t.Fatal(err)
			}
		}
	}
	throughAnOutage(t, outage{"sqlite:" + file, move(file, file+".aside"), move(file+".aside", file)})
}

func TestServiceResumesAfterALockedSQLiteFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "charte.db")
	var lock *sql.Conn
	throughAnOutage(t, outage{"sqlite:" + file, func() {
		db, err := sql.Open("sqlite", file)
		if err == nil {
			lock, err = db.Conn(t.Context())
		}
		if err == nil {
			_, err = lock.ExecContext(t.Context(), "BEGIN IMMEDIATE")
		}
		if err != nil {
			t.Fatal(err)
		}
	}, func() {
		// The refusals were answered while their writes were still in progress. These
		// writes now succeed, or have failed and were spooled: each refusal is recorded
		// once.
		if _, err := lock.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
	}})
}
