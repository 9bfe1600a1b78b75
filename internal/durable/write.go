package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// File is a file to write. Mode is that of a new file.
type File struct {
	Path string
	Text []byte
	Mode fs.FileMode
}

// Write writes the files, or replaces them, all or none. It returns after they are on
// disk. An existing file keeps its owner, its rights and the symbolic links that lead to
// it. Write fails, and changes nothing, if a file could not keep them, has another name
// (a hard link, which would keep the old text), or is one that the caller may not write.
func Write(files ...File) error {
	var all []replacement
	for _, f := range files {
		r, err := f.prepare()
		if err != nil {
			return errors.Join(err, discard(all))
		}
		all = append(all, r)
	}
	for i, r := range all {
		if err := r.commit(); err != nil {
			return errors.Join(err, undo(all[:i]), discard(all[i:]))
		}
	}
	return sync(all)
}

// sync returns after the names of the files are on disk.
func sync(all []replacement) error {
	var errs []error
	for _, r := range all {
		errs = append(errs, SyncFolder(filepath.Dir(r.target)))
	}
	return errors.Join(errs...)
}

// undo gives each file its old text back, or removes it if it is new.
func undo(all []replacement) error {
	var errs []error
	for _, r := range all {
		if r.before == nil {
			errs = append(errs, os.Remove(r.target))
		} else {
			errs = append(errs, Replace(r.target, r.old, 0))
		}
	}
	return errors.Join(errs...)
}

// discard removes the temporary files.
func discard(all []replacement) error {
	var errs []error
	for _, r := range all {
		if err := os.Remove(r.temporary); !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}
