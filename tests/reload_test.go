package tests

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// until blocks until the program has logged a text and returns the whole log.
func (p *program) until(t *testing.T, text string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	log, found := p.log.await(ctx, text)
	if !found {
		t.Fatalf("the program did not log %q, but:\n%s", text, log)
	}
	return log
}

// edit replaces texts in the charter, given in pairs of old and new.
func edit(t *testing.T, folder string, pairs ...string) {
	t.Helper()
	for _, name := range []string{"charter.md", "charter.en.md"} {
		file := filepath.Join(folder, name)
		replaceFile(t, file, strings.NewReplacer(pairs...).Replace(read(t, file)))
	}
}

// replaceFile writes a file elsewhere and renames it, which is one change: a reload reads
// the file before or after it.
func replaceFile(t *testing.T, file, text string) {
	t.Helper()
	fresh := filepath.Join(t.TempDir(), "fresh")
	write(t, fresh, text)
	if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.Rename(fresh, file)); err != nil {
		t.Fatal(err)
	}
}

const (
	right, wrong = "\n  - id: video", "\n  - id: Vidéo" // in the front matter
	reloaded     = "the content was reloaded"
	broken       = "the content is broken, so the last good one is served"
)

func TestEditedCharterIsServedWithoutARestart(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder)
	v := p.visitor(t)
	if strings.Contains(v.open("/fr/").body, "Matomo Nouveau") {
		t.Fatal("the page contains the edit before it was made")
	}
	edit(t, folder, "Matomo", "Matomo Nouveau")
	p.until(t, reloaded)
	if !strings.Contains(v.open("/fr/").body, "Matomo Nouveau") {
		t.Error("the charter before the edit is served")
	}
}

func TestEditedTextsAndThemeAreServedWithoutARestart(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder)
	v := p.visitor(t)
	replaceFile(t, filepath.Join(folder, "theme.css"), ":root{--charte-radius:7px}")
	p.until(t, reloaded)
	if !strings.Contains(v.open("/fr/choice").body, "--charte-radius:7px") {
		t.Error("the theme is not served")
	}
	french, texts := read(t, filepath.Join("..", "locales", "active.fr.toml")), filepath.Join(folder, "locales", "active.fr.toml")
	for _, words := range []string{"Refuser tout", "Non à tout"} {
		p.log.Reset()
		replaceFile(t, texts, strings.ReplaceAll(french, "Tout refuser", words))
		p.until(t, reloaded)
	}
	if !strings.Contains(v.open("/fr/choice").body, "Non à tout") {
		t.Error("the edit of a text is not served")
	}
}

// The content folder is a symlink that is switched to another folder and back; edits in
// the new folder are served too.
func TestAnotherFolderBehindALinkIsServedAndFollowed(t *testing.T) {
	t.Parallel()
	at := t.TempDir()
	before, after, link := edited(t), edited(t, "Matomo", "Matomo Nouveau"), filepath.Join(at, "current")
	swap := func(target string) {
		if err := errors.Join(os.Symlink(target, link+".new"), os.Rename(link+".new", link)); err != nil {
			t.Fatal(err)
		}
	}
	swap(before)
	p := start(t, "--content", link)
	v := p.visitor(t)
	swap(after)
	p.until(t, reloaded)
	if !strings.Contains(v.open("/fr/").body, "Matomo Nouveau") {
		t.Error("the folder before is served")
	}
	p.log.Reset()
	replaceFile(t, filepath.Join(after, "theme.css"), ":root{--charte-radius:7px}")
	p.until(t, reloaded)
	if !strings.Contains(v.open("/fr/choice").body, "--charte-radius:7px") {
		t.Error("an edit after the switch is not served")
	}
	p.log.Reset()
	swap(before)
	p.until(t, reloaded)
	if strings.Contains(v.open("/fr/").body, "Matomo Nouveau") {
		t.Error("after switching back, the first folder is not served")
	}
}

func TestBrokenEditLeavesTheLastValidContentUntilFixed(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	p := start(t, "--content", folder)
	v := p.visitor(t)
	before := v.open("/fr/").body
	edit(t, folder, right, wrong)
	p.until(t, broken)
	p.until(t, `"fault":"charter.md:`) // among several log lines
	if v.open("/fr/").body != before {
		t.Error("the page has changed")
	}
	edit(t, folder, wrong, right, "Matomo", "Matomo Nouveau") // one edit: a reload may come between two
	p.until(t, reloaded)
	if !strings.Contains(v.open("/fr/").body, "Matomo Nouveau") {
		t.Error("the fixed charter is not served")
	}
}

func TestStartOnABrokenEditServesTheLastValidContent(t *testing.T) {
	t.Parallel()
	folder := edited(t, "Matomo", "Matomo Nouveau")
	p := start(t, "--content", folder)
	p.stop()
	edit(t, folder, right, wrong)
	again := startOn(t, p.registry, "--content", folder)
	if !strings.Contains(again.visitor(t).open("/fr/").body, "Matomo Nouveau") {
		t.Error("the content served last is not served")
	}
	if log := again.log.String(); !strings.Contains(log, broken) || !strings.Contains(log, "charter.md:") {
		t.Errorf("the start on broken content logs no warning:\n%s", log)
	}
	again.stop()
	args := []string{"--listen", "localhost:0", "--admin", "off", "--portal", portalOrigin, "--registry", p.registry, "--content", folder, "--strict"}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute) // ends an unexpected start
	defer cancel()
	err := run(ctx, args, nil, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), "charter.md:") {
		t.Errorf("--strict started on broken content: %v", err)
	}
}

// If files are missing or unreadable for a moment, the last valid content is served,
// never the built-in charter of another authority.
func TestFolderThatLosesAFileLeavesTheLastValidContent(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		lose func(folder string) error
		want string
	}{
		"the charter is moved away": {func(f string) error { return os.Rename(filepath.Join(f, "charter.md"), filepath.Join(f, "away")) },
			"charter.md: is missing — create the file"},
		"the folder is replaced by an empty one": {func(f string) error {
			return errors.Join(os.Rename(f, f+".away"), os.Mkdir(f, 0o755))
		}, "charter.md: is missing — create the file"},
		"the folder is a link to nowhere": {func(f string) error {
			return errors.Join(os.Rename(f, f+".away"), os.Symlink("/nonexistent", f))
		}, "no such folder"},
		"the theme cannot be read": {func(f string) error { return os.Symlink("/nonexistent", filepath.Join(f, "theme.css")) },
			"theme.css: cannot be read"},
		"the texts cannot be read": {func(f string) error { return os.Symlink("/nonexistent", filepath.Join(f, "locales")) },
			"locales: cannot be read"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := filepath.Join(t.TempDir(), "content")
			if err := os.Rename(edited(t), folder); err != nil {
				t.Fatal(err)
			}
			p := start(t, "--content", folder)
			v := p.visitor(t)
			before := v.open("/fr/").body
			if err := test.lose(folder); err != nil {
				t.Fatal(err)
			}
			if log := p.until(t, broken); strings.Contains(log, reloaded) {
				t.Errorf("the log reports a reload:\n%s", log)
			}
			if log := p.until(t, test.want); !strings.Contains(log, folder) {
				t.Errorf("the log does not name the folder:\n%s", log)
			}
			if v.open("/fr/").body != before {
				t.Error("another charter is served")
			}
		})
	}
}

// The program runs in a separate process: within this one, every program would get SIGHUP.
func TestSIGHUPReloadsTheContent(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "content")
	first, second := edited(t), edited(t, "Matomo", "Matomo Nouveau")
	if err := os.Symlink(first, folder); err != nil {
		t.Fatal(err)
	}
	p := startProcess(t, sqliteFile(t), "--content", folder)
	if err := os.Remove(folder); err != nil { // changes no watched file
		t.Fatal(err)
	}
	if err := os.Symlink(second, folder); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	p.until(t, reloaded)
	if !strings.Contains(p.visitor(t).open("/fr/").body, "Matomo Nouveau") {
		t.Error("the content was not read again")
	}
}

// await blocks until a text was written.
func (s *safeBuffer) await(ctx context.Context, text string) (all string, found bool) {
	for {
		s.mu.Lock()
		if s.grown == nil {
			s.grown = make(chan struct{})
		}
		grown, held := s.grown, bytes.Clone(s.b.Bytes())
		s.mu.Unlock()
		if bytes.Contains(held, []byte(text)) {
			return string(held), true
		}
		select {
		case <-grown:
		case <-ctx.Done():
			return string(held), false
		}
	}
}

// Reset discards what was written.
func (s *safeBuffer) Reset() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.b.Reset()
}
