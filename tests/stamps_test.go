package tests

import (
	"archive/zip"
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"io"
	"iter"
	"math/big"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/digitorus/timestamp"

	"charte/internal/consent"
	"charte/tests/tsa"
)

// stamped is a registry whose head an authority stamps.
type stamped struct {
	authority *tsa.Authority
	file, dir string
	// control is the command for charte; empty: this program.
	control string
}

// stamp runs the script of the package.
func (s stamped) stamp(t *testing.T, args ...string) (string, error) {
	t.Helper()
	script, err := filepath.Abs("../deploy/deb/charte-stamp")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", append([]string{script}, args...)...)
	cmd.Env = append(os.Environ(), childProgram+"=1", "LC_ALL=C", "STAMP_URL="+s.authority.URL, "STAMP_CA="+s.authority.Certificates,
		"STAMP_DIR="+s.dir, "STAMP_CHARTE="+cmp.Or(s.control, os.Args[0]), "STAMP_TIMEOUT=2", "CHARTE_REGISTRY=sqlite:"+s.file)
	out, err := cmd.CombinedOutput()
	return string(out), err
}

func (s stamped) files(t *testing.T, pattern string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(s.dir, pattern))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func (s stamped) verify(args ...string) (string, error) {
	var out bytes.Buffer
	err := run(context.Background(), append([]string{"verify", "--registry", "sqlite:" + s.file}, args...), nil, &out, io.Discard)
	return out.String(), err
}

// decide has visitors accept, n times.
func (s stamped) decide(t *testing.T, n int) {
	t.Helper()
	p := startOn(t, "sqlite:"+s.file)
	for range n {
		p.visitor(t).open("/fr/choice").submit("accept")
	}
	p.stop()
}

// newStamped returns a registry with 6 records and stamps of records 2 and 4.
func newStamped(t *testing.T) stamped {
	t.Helper()
	folder := t.TempDir()
	s := stamped{authority: tsa.New(t, time.Now().AddDate(1, 0, 0)), file: filepath.Join(folder, "charte.db"), dir: filepath.Join(folder, "stamps")}
	base := time.Now().AddDate(0, 0, -7)
	for i := range 2 {
		s.decide(t, 2)
		s.authority.At = func() time.Time { return base.AddDate(0, 0, i) }
		if out, err := s.stamp(t); err != nil {
			t.Fatalf("charte-stamp: %v: %s", err, out)
		}
		for _, ext := range []string{".txt", ".tsr"} { // named by the second: the next one needs another
			last := s.files(t, "2*"+ext)
			if err := os.Rename(last[len(last)-1], filepath.Join(s.dir, "1"+string(rune('a'+i))+ext)); err != nil {
				t.Fatal(err)
			}
		}
	}
	s.decide(t, 2)
	return s
}

// rewrite does what a person could who has the database and knows the format: it changes
// records and computes all hashes again.
func (s stamped) rewrite(t *testing.T, edit func(*consent.Record)) {
	t.Helper()
	r := look(t, "sqlite:"+s.file)
	before := consent.ChainOrigin()
	var changed []consent.Record
	err := r.Verify(t.Context(), func(_, _ consent.Link, all iter.Seq2[consent.Record, error]) error {
		for record, err := range all {
			if err != nil {
				return err
			}
			edit(&record)
			record.Previous = before.Hash
			record.Hash = record.Sum()
			before = record.Link()
			changed = append(changed, record)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", s.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, record := range changed {
		if _, err := db.Exec(`UPDATE records SET gpc = ?, previous = ?, hash = ? WHERE sequence = ?`, record.GPC, record.Previous, record.Hash, record.Sequence); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := db.Exec(`UPDATE head SET sequence = ?, hash = ?`, before.Sequence, before.Hash); err != nil {
		t.Fatal(err)
	}
}

// P-09: an administrator with access to the database and all files can rewrite the
// record, but not the heads that an authority stamped.
func TestStampsNameWhatWasRewritten(t *testing.T) {
	t.Parallel()
	between := func(first, last int64) func(*consent.Record) {
		return func(r *consent.Record) { r.GPC = r.GPC != (r.Sequence >= first && r.Sequence <= last) }
	}
	for name, test := range map[string]struct {
		edit  func(*consent.Record)
		stamp string // the first one that the chain contradicts; "": none
	}{
		"the first row":             {between(1, 1), "time stamp 1a of"},
		"a row between two stamps":  {between(3, 3), "time stamp 1b of"},
		"all of a day":              {between(3, 4), "time stamp 1b of"},
		"all before the last stamp": {between(1, 4), "time stamp 1a of"},
		"all":                       {between(1, 6), "time stamp 1a of"},
		"all after the last stamp":  {between(5, 6), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStamped(t)
			if out, err := s.verify(); err != nil || !strings.Contains(out, "agree with the record: 2 of 2") || !strings.Contains(out, "Records 5 to 6 are later") || !strings.Contains(out, "later ones are missing") {
				t.Fatalf("before: %v: %s", err, out)
			}
			s.rewrite(t, test.edit)
			if out, err := s.verify("--stamps", t.TempDir()); err == nil {
				t.Errorf("a folder without stamps was accepted: %s", out)
			}
			out, err := s.verify("--stamps", s.dir)
			if test.stamp == "" {
				if err != nil || !strings.Contains(out, "Records 5 to 6 are later: until the next time stamp, nothing shows whether they were rewritten.") {
					t.Errorf("%v: %s", err, out)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), test.stamp) {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
}

func TestStampsBelongToTheirStatements(t *testing.T) {
	t.Parallel()
	s := newStamped(t)
	statement := filepath.Join(s.dir, "1b.txt")
	if err := os.WriteFile(statement, bytes.Replace([]byte(read(t, statement)), []byte("4:"), []byte("3:"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := s.verify(); err == nil || !strings.Contains(err.Error(), "1b: the token certifies another statement") {
		t.Errorf("a statement that was changed: %v", err)
	}
	if err := os.Remove(filepath.Join(s.dir, "1b.tsr")); err != nil {
		t.Fatal(err)
	}
	if _, err := s.verify(); err == nil || !strings.Contains(err.Error(), "1b.tsr") {
		t.Errorf("a statement without a token: %v", err)
	}
}

func TestUnchangedRecordIsStampedOnce(t *testing.T) {
	t.Parallel()
	s := newStamped(t)
	for range 2 {
		if out, err := s.stamp(t); err != nil || out != "" {
			t.Fatalf("%v: %s", err, out)
		}
	}
	if found := s.files(t, "*.tsr"); len(found) != 3 {
		t.Errorf("%d stamps", len(found))
	}
	if out, err := s.verify(); err != nil || strings.Contains(out, " later: ") || strings.Contains(out, "ones are missing") {
		t.Errorf("%v: %s", err, out)
	}
}

// The script stamps the record of one town of several with that town's settings.
func TestTownIsStampedWithItsOwnSettings(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	s := stamped{authority: tsa.New(t, time.Now().AddDate(1, 0, 0)), file: filepath.Join(folder, "charte.db"), dir: filepath.Join(folder, "stamps")}
	s.decide(t, 1)
	// chartectl runs the program if the town is the right one.
	s.control = filepath.Join(folder, "chartectl")
	text := "#!/bin/sh\n[ \"$1 $2\" = \"--site lamballe\" ] && shift 2 && exec '" + os.Args[0] + "' \"$@\"\n"
	if err := os.WriteFile(s.control, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	for town, works := range map[string]bool{"../lamballe": false, "-x": false, "dinan": false, "lamballe": true} {
		out, err := s.stamp(t, town)
		if (err == nil) != works {
			t.Errorf("%s: %v: %s", town, err, out)
		}
	}
	if out, err := s.verify(); err != nil || !strings.Contains(out, "agree with the record: 1 of 1") {
		t.Errorf("%v: %s", err, out)
	}
}

// A failure of the authority stores no stamp, is reported, and changes nothing else.
func TestNoStampIsStoredFromAnAuthorityThatFails(t *testing.T) {
	t.Parallel()
	s := newStamped(t)
	good := s.authority
	expired := tsa.New(t, time.Now().AddDate(0, 0, -1))
	other := tsa.New(t, time.Now().AddDate(1, 0, 0))
	failing := func(answer func([]byte) []byte) *tsa.Authority {
		a := tsa.New(t, time.Now().AddDate(1, 0, 0))
		a.Answer = answer
		return a
	}
	silent := failing(nil)
	silent.Close()
	var lying, replayed *tsa.Authority
	lying = failing(func(request []byte) []byte {
		return lying.Sign(t, request, func(token *timestamp.Timestamp) { token.HashedMessage[0] ^= 1 })
	})
	replayed = failing(func(request []byte) []byte {
		return replayed.Sign(t, request, func(token *timestamp.Timestamp) { token.Nonce = big.NewInt(1) })
	})
	stranger := *other
	stranger.Certificates = good.Certificates
	for name, a := range map[string]*tsa.Authority{
		"silent": silent, "no answer": failing(func([]byte) []byte { return nil }), "no token": failing(func([]byte) []byte { return []byte("<html>") }),
		"another digest": lying, "another nonce": replayed, "an expired certificate": expired, "another signer": &stranger,
	} {
		s.authority = a
		out, err := s.stamp(t)
		if err == nil || !strings.Contains(out, "charte-stamp: the authority") {
			t.Errorf("%s: %v: %s", name, err, out)
		}
		if reason := read(t, filepath.Join(s.dir, "last-failure")); !strings.Contains(reason, "the authority") {
			t.Errorf("%s: the reason is not stored: %q", name, reason)
		}
	}
	if found := s.files(t, "*"); len(found) != 6 { // two stamps, the certificate and the reason
		t.Errorf("the folder contains %s", found)
	}
	if out, err := s.verify(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
	screen, exit := status(t, "--registry", "sqlite:"+s.file)
	if exit != 1 || !strings.Contains(screen, "ATTENTION  horodatage") || !strings.Contains(screen, "la dernière tentative a échoué") || !strings.Contains(screen, "enregistrement 4") {
		t.Errorf("status does not report the failure: %d\n%s", exit, screen)
	}
	s.authority, good.At = good, time.Now
	if out, err := s.stamp(t); err != nil || len(s.files(t, "last-failure")) != 0 {
		t.Errorf("after the failures: %v: %s", err, out)
	}
	if screen, _ := status(t, "--registry", "sqlite:"+s.file); !strings.Contains(screen, "bien       horodatage") {
		t.Errorf("status does not report the stamp:\n%s", screen)
	}
}

// The commands in the dossier's README verify its last stamp, with tools that are no
// part of Charte.
func TestDossierVerifiesItsStampsAsItsReadmeSays(t *testing.T) {
	t.Parallel()
	s := newStamped(t)
	folder := t.TempDir()
	mustRun(t, "dossier", "--registry", "sqlite:"+s.file, "--browser", "off", "--out", filepath.Join(folder, "d.zip"))
	z, err := zip.OpenReader(filepath.Join(folder, "d.zip"))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	if err := os.CopyFS(folder, z); err != nil {
		t.Fatal(err)
	}
	readme := read(t, filepath.Join(folder, "LISEZMOI.txt"))
	commands := regexp.MustCompile(`(?m)^    ((?:openssl ts -verify|python3 verify.py journal.jsonl ").*)$`).FindAllStringSubmatch(readme, -1)
	if len(commands) != 2 {
		t.Fatalf("the README has %d commands about stamps:\n%s", len(commands), readme)
	}
	if !strings.Contains(readme, "Les lignes postérieures à la 4 ne seront protégées que par le prochain horodatage.") {
		t.Error("the README does not name the records that no stamp protects")
	}
	for _, c := range commands {
		cmd := exec.Command("sh", "-c", c[1])
		cmd.Dir = folder
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v: %s", c[1], err, out)
		}
	}
	if err := os.WriteFile(filepath.Join(folder, "horodatages/1b.txt"), []byte("4:0\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("sh", "-c", commands[0][1])
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err == nil {
		t.Errorf("a statement that was changed passes: %s", out)
	}
}
