package content

import (
	"context"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// do fails the test on an error.
func do(t *testing.T, errs ...error) {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
}

// put writes a file, and creates its folder.
func put(t *testing.T, name, text string) {
	t.Helper()
	do(t, os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644))
}

// relink changes the target of a link atomically, as deployments do.
func relink(t *testing.T, target, link string) {
	t.Helper()
	do(t, os.Symlink(target, link+".new"), os.Rename(link+".new", link))
}

// awaitChange blocks until a change is reported.
func awaitChange(t *testing.T, changes <-chan struct{}) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	select {
	case <-changes:
	case <-ctx.Done():
		t.Fatal("the change is not seen")
	}
}

// Every way to replace a folder is detected, and the new folder is watched
// afterwards.
func TestReplacedFolderIsWatched(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		make   func(t *testing.T, at string) (folder string)
		change func(t *testing.T, at string)
		edited string // a file of the folder afterwards
	}{
		"a link to a release": {
			func(t *testing.T, at string) string {
				put(t, at+"/one/charter.md", "1")
				put(t, at+"/two/charter.md", "2")
				do(t, os.Symlink("one", at+"/current"))
				return at + "/current"
			},
			func(t *testing.T, at string) { relink(t, "two", at+"/current") }, "two/charter.md",
		},
		"a link on the way": {
			func(t *testing.T, at string) string {
				put(t, at+"/one/content/charter.md", "1")
				put(t, at+"/two/content/charter.md", "2")
				do(t, os.Symlink(at+"/one", at+"/current"))
				return at + "/current/content"
			},
			func(t *testing.T, at string) { relink(t, at+"/two", at+"/current") }, "two/content/charter.md",
		},
		"a Kubernetes volume": {
			func(t *testing.T, at string) string {
				put(t, at+"/v/..1/charter.md", "1")
				put(t, at+"/v/..2/charter.md", "2")
				put(t, at+"/v/..2/locales/active.fr.toml", "")
				do(t, os.Symlink("..1", at+"/v/..data"), os.Symlink("..data/charter.md", at+"/v/charter.md"), os.Symlink("..data/locales", at+"/v/locales"))
				return at + "/v"
			},
			func(t *testing.T, at string) { relink(t, "..2", at+"/v/..data") }, "v/..2/locales/active.fr.toml",
		},
		"a folder moved into its place": {
			func(t *testing.T, at string) string {
				put(t, at+"/content/charter.md", "1")
				put(t, at+"/next/charter.md", "2")
				return at + "/content"
			},
			func(t *testing.T, at string) {
				do(t, os.Rename(at+"/content", at+"/old"), os.Rename(at+"/next", at+"/content"))
			}, "content/charter.md",
		},
		"texts made anew": {
			func(t *testing.T, at string) string {
				put(t, at+"/content/locales/active.fr.toml", "1")
				return at + "/content"
			},
			func(t *testing.T, at string) {
				do(t, os.RemoveAll(at+"/content/locales"))
				put(t, at+"/content/locales/active.fr.toml", "2")
			}, "content/locales/active.fr.toml",
		},
		"a folder that comes late": {
			func(_ *testing.T, at string) string { return at + "/content" },
			func(t *testing.T, at string) { put(t, at+"/content/charter.md", "1") }, "content/charter.md",
		},
		"a file elsewhere": {
			func(t *testing.T, at string) string {
				put(t, at+"/shared/notes", "1")
				do(t, os.Mkdir(at+"/content", 0o755), os.Symlink("../shared/notes", at+"/content/charter.md"))
				return at + "/content"
			},
			func(t *testing.T, at string) { put(t, at+"/shared/notes", "2") }, "shared/notes",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, err := filepath.EvalSymlinks(t.TempDir())
			do(t, err)
			folder := c.make(t, at)
			changes := Watch(t.Context(), folder, slog.New(slog.NewTextHandler(io.Discard, nil))).changes
			c.change(t, at)
			awaitChange(t, changes)
			edited := filepath.Join(at, c.edited)
			if now := newWatchSet(folder); !now.folders[filepath.Dir(edited)] || !now.matters(edited) {
				t.Errorf("an edit of %s is not looked for in %v", c.edited, now)
			}
		})
	}
}

// The folder may also contain the registry, whose writes are not changes of the
// content.
func TestChangeOfAnUnreadFileIsIgnored(t *testing.T) {
	t.Parallel()
	at, err := filepath.EvalSymlinks(t.TempDir())
	do(t, err)
	put(t, at+"/content/charter.md", "1")
	now := newWatchSet(at + "/content")
	for name, want := range map[string]bool{
		"content/charter.md": true, "content/charter.br.md": true, "content/theme.css": true, "content/locales": true, "content": true,
		"content/charte.db-wal": false, "content/charter.md~": false, "content/notes.md": false, "other": false, "charter.md": false,
	} {
		if now.matters(filepath.Join(at, name)) != want {
			t.Errorf("%s: a change is one of the content: %t", name, !want)
		}
	}
}

func TestCyclicLinksAreNotFollowedForever(t *testing.T) {
	t.Parallel()
	at := t.TempDir()
	do(t, os.Symlink("b", at+"/a"), os.Symlink("a", at+"/b"))
	if now := newWatchSet(at + "/a"); len(now.inside) > 0 {
		t.Errorf("followed to %v", now)
	}
}
