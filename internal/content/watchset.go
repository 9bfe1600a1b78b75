package content

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// watchSet holds the paths to watch: a content folder and every symbolic link on the
// way to it. The folder, its texts or a file may be a link that is changed to another
// target (a release, a Kubernetes volume), or be replaced. Only the parent folder
// reports that.
type watchSet struct {
	// folders are the folders to watch, by their real paths.
	folders map[string]bool
	// names are the links, folders and files whose change is a change of the content.
	names map[string]bool
	// inside maps the real content folder and its texts to their prefix, so that a
	// new file in them is noticed.
	inside map[string]string // real path -> "" or "locales/"
}

// maxLinks is how many links are followed on one path: links may form a cycle.
const maxLinks = 40

// newWatchSet returns what to watch for a folder as it is now.
func newWatchSet(dir string) watchSet {
	s := watchSet{folders: map[string]bool{}, names: map[string]bool{}, inside: map[string]string{}}
	real, there := s.follow(dir)
	if !there {
		return s
	}
	s.addFolder(real, "")
	if texts, there := s.follow(filepath.Join(real, "locales")); there {
		s.addFolder(texts, "locales/")
	}
	return s
}

// addFolder watches a folder and follows the links among the files that are read of it.
func (s *watchSet) addFolder(real, under string) {
	s.folders[real], s.inside[real] = true, under
	entries, err := os.ReadDir(real)
	if err != nil {
		return // watching it reports the error
	}
	for _, entry := range entries {
		if entry.Type()&fs.ModeSymlink != 0 && Reads(under+entry.Name()) {
			s.follow(filepath.Join(real, entry.Name()))
		}
	}
}

// follow resolves a path, adds its end and each link on it, and returns the real
// path. It reports false if a part of the path does not exist; that part is added
// too.
func (s *watchSet) follow(path string) (real string, there bool) {
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
			s.add(next)
			return next, false
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			at = next
			continue
		}
		s.add(next)
		target, err := os.Readlink(next)
		if links++; err != nil || links > maxLinks {
			return next, false
		}
		if filepath.IsAbs(target) {
			at = "/"
		}
		rest = append(pathSteps(target), rest...)
	}
	s.add(at)
	return at, true
}

func pathSteps(path string) []string {
	return strings.FieldsFunc(path, func(c rune) bool { return c == filepath.Separator })
}

// add watches a name through the folder that contains it.
func (s *watchSet) add(name string) {
	s.names[name], s.folders[filepath.Dir(name)] = true, true
}

// matters reports whether a change of a name may change what is read. The folders
// around contain other files too, such as the registry.
func (s *watchSet) matters(name string) bool {
	under, within := s.inside[filepath.Dir(name)]
	return s.names[name] || within && Reads(under+filepath.Base(name))
}

// watcher is the part of [fsnotify.Watcher] that apply needs.
type watcher interface {
	Add(name string) error
	Remove(name string) error
	WatchList() []string
}

// apply watches the set's folders and no others. Each is removed and added again,
// because a folder that was replaced has the same name.
func (s *watchSet) apply(w watcher) error {
	var failed error
	for _, name := range w.WatchList() {
		w.Remove(name) // fails if the folder no longer exists
	}
	for name := range s.folders {
		if err := w.Add(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
			failed = errors.Join(failed, err)
		}
	}
	return failed
}
