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

// outage is a registry that can go and come back under a running program.
type outage struct {
	registry   string
	end, begin func()
}

// throughAnOutage walks through every decision while the registry is gone, and
// through what must be true when it is back (P-04).
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
		t.Errorf("the visitor is not told why: %s", words(s.doc))
	}
	if s := form.submit("refuse"); s.status != http.StatusSeeOther || undecided.granted()["audience"] || undecided.cookie("cookies_preferences") == "" {
		t.Errorf("a refusal was not honoured: %d", s.status)
	}
	if s := change.submit("custom", "video"); !strings.Contains(words(s.doc), "Choix") || !granted.granted()["video"] || granted.granted()["audience"] {
		t.Errorf("a withdrawal of two was not honoured: %d, %v", s.status, granted.granted())
	}
	if s := p.visitor(t).open("/readyz"); s.status != http.StatusOK {
		t.Errorf("the service says that it cannot honour a refusal: %d", s.status)
	}
	if _, said := ask(t, p.admin(t)+"/metrics"); !strings.Contains(said, "\ncharte_spool_entries ") || !strings.Contains(said, "\ncharte_spool_lost_total 0\n") {
		t.Errorf("the metrics do not tell:\n%s", said)
	}
	p.tellsOfTheOutage(t)
	o.begin()
	after := p.visitor(t)
	if s := after.open("/fr/choice").submit("accept"); s.status != http.StatusSeeOther || !after.granted()["audience"] {
		t.Errorf("service did not resume: %d", s.status)
	}
	p.stop() // which records what waits
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
	slices.Sort(got) // what was late stands behind, or not, in the lucky case
	slices.Sort(want)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("recorded\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	mustRun(t, "verify", "--registry", o.registry)
}

// tellsOfTheOutage looks where an operator would while nothing can be recorded: the
// page of the registry's health is an error or names a problem, and the gauge is set.
func (p *program) tellsOfTheOutage(t *testing.T) {
	t.Helper()
	if status, said := ask(t, p.admin(t)+"/en/health"); status == http.StatusOK && !strings.Contains(said, `role="alert"`) {
		t.Errorf("the health page is green:\n%s", said)
	}
	if _, said := ask(t, p.admin(t)+"/metrics"); !strings.Contains(said, "\ncharte_registry_failing 1\n") {
		t.Errorf("the metrics do not name the failing registry:\n%s", said)
	}
}

func TestPostgreSQLMayDieAndComeBack(t *testing.T) {
	t.Parallel()
	cluster := pgtest.Start(t)
	throughAnOutage(t, outage{cluster.NewDatabase(t), func() { cluster.Kill(t) }, func() { cluster.Resume(t) }})
}

// A server that hangs is worse than one that is gone: nothing says so.
func TestPostgreSQLMayHangAndGoOn(t *testing.T) {
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
	p.stop() // which records what waits
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

func TestTheSQLiteFileMayBeGoneAndComeBack(t *testing.T) {
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

func TestTheSQLiteFileMayBeLocked(t *testing.T) {
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
		// The refusals were answered while their records were still being tried:
		// now those succeed, or have failed and wait. Either way they count once.
		if _, err := lock.ExecContext(t.Context(), "ROLLBACK"); err != nil {
			t.Fatal(err)
		}
	}})
}
