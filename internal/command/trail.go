package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"charte/internal/content"
)

// trail is what a content folder hangs on. The folder, its texts or a file may be
// a link that is set to another place (a release, a Kubernetes volume), or be
// replaced as a whole: then nothing happens inside, and only the folder around it
// tells.
type trail struct {
	// folders are those to watch, by their real paths.
	folders map[string]bool
	// names are the links, folders and files whose change is one of the content.
	names map[string]bool
	// inside are the real content folder and its texts: what is read of them counts
	// from when it is there.
	inside map[string]string // real path -> "" or "locales/"
}

// maxLinks bounds what is followed: links may go round in a circle.
const maxLinks = 40

// trailOf follows a folder, as it is now.
func trailOf(folder string) trail {
	t := trail{folders: map[string]bool{}, names: map[string]bool{}, inside: map[string]string{}}
	real, there := t.follow(folder)
	if !there {
		return t
	}
	t.enter(real, "")
	if texts, there := t.follow(filepath.Join(real, "locales")); there {
		t.enter(texts, "locales/")
	}
	return t
}

// enter watches a folder and follows the files that are read of it.
func (t *trail) enter(real, under string) {
	t.folders[real], t.inside[real] = true, under
	entries, err := os.ReadDir(real)
	if err != nil {
		return // whoever watches it is told
	}
	for _, entry := range entries {
		if entry.Type()&fs.ModeSymlink != 0 && content.Reads(under+entry.Name()) {
			t.follow(filepath.Join(real, entry.Name()))
		}
	}
}

// follow goes along a path, notes each link on it and what it ends at, and says
// where that is. Where something is missing it waits for that.
func (t *trail) follow(path string) (real string, there bool) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", false
	}
	at, rest, links := "/", pathSteps(path), 0
	for len(rest) > 0 {
		next := filepath.Join(at, rest[0])
		rest = rest[1:]
		info, err := os.Lstat(next)
		if err != nil {
			t.note(next)
			return next, false
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			at = next
			continue
		}
		t.note(next)
		target, err := os.Readlink(next)
		if links++; err != nil || links > maxLinks {
			return next, false
		}
		if filepath.IsAbs(target) {
			at = "/"
		}
		rest = append(pathSteps(target), rest...)
	}
	t.note(at)
	return at, true
}

func pathSteps(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == filepath.Separator })
}

// note has a name watched from the folder that it is in.
func (t *trail) note(name string) {
	t.names[name], t.folders[filepath.Dir(name)] = true, true
}

// concerns says whether what happened to a name may change what is read. The
// folders around hold much else, the registry for one.
func (t *trail) concerns(name string) bool {
	under, within := t.inside[filepath.Dir(name)]
	return t.names[name] || within && content.Reads(under+filepath.Base(name))
}

// watcher is what a trail is watched with.
type watcher interface {
	Add(name string) error
	Remove(name string) error
	WatchList() []string
}

// renew watches the trail's folders and no others. All are watched anew: one that
// was replaced has the same name.
func (t *trail) renew(w watcher) error {
	var failed error
	for _, name := range w.WatchList() {
		w.Remove(name) // it may be gone, which is as good
	}
	for name := range t.folders {
		if err := w.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
