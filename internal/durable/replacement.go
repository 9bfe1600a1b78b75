package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"charte/internal/message"
)

// replacement is the new text of a file, on disk under a temporary name in its folder.
type replacement struct {
	temporary, target string
	before            fs.FileInfo // nil for a new file
	old               []byte
}

// prepare writes the text to disk under a temporary name.
func (f File) prepare() (r replacement, err error) {
	if r.target, r.before, err = resolve(f.Path); err != nil {
		return r, err
	}
	if r.before != nil {
		if r.old, err = os.ReadFile(r.target); err != nil {
			return r, err
		}
	}
	temporary, err := os.CreateTemp(filepath.Dir(r.target), "."+filepath.Base(r.target)+"-*")
	if err != nil {
		return r, message.Errorf("%s: cannot be written, because its folder accepts no new file: %w", f.Path, reason(err))
	}
	r.temporary = temporary.Name()
	_, err = temporary.Write(f.Text)
	if err == nil && r.before != nil {
		err = keepRights(temporary, r.target, r.before)
	} else if err == nil {
		err = temporary.Chmod(f.Mode)
	}
	if err = errors.Join(err, temporary.Sync(), temporary.Close()); err != nil {
		return r, errors.Join(message.Errorf("%s: %w", f.Path, reason(err)), os.Remove(r.temporary))
	}
	return r, nil
}

// resolve returns the file that the symbolic links of a path lead to, and its state, nil
// if there is no such file yet. It fails if the file must not be replaced.
func resolve(path string) (target string, before fs.FileInfo, err error) {
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		return path, nil, nil
	}
	if target, err = filepath.EvalSymlinks(path); err != nil {
		return "", nil, err
	}
	if before, err = os.Stat(target); err != nil {
		return "", nil, err
	}
	if !before.Mode().IsRegular() {
		return "", nil, message.Errorf("%s: is not a file", path)
	}
	if n := names(before); n > 1 {
		return "", nil, message.Errorf("%s: has %d names (hard links), of which the others would keep the old text", path, n)
	}
	writable, err := os.OpenFile(target, os.O_WRONLY, 0) // a rename needs no right to the file
	if err != nil {
		return "", nil, err
	}
	return target, before, writable.Close()
}

// commit gives the file its new text.
func (r replacement) commit() error {
	if r.before == nil {
		if _, err := os.Lstat(r.target); err == nil {
			return message.Errorf("%s: was created by another program, or is written twice", r.target)
		}
	}
	if err := os.Rename(r.temporary, r.target); err != nil {
		return message.Errorf("%s: cannot be replaced: %w", r.target, reason(err))
	}
	return nil
}

// reason returns an error of the system without the name of the temporary file.
func reason(err error) error {
	path, link := (*fs.PathError)(nil), (*os.LinkError)(nil)
	switch {
	case errors.As(err, &path):
		return path.Err
	case errors.As(err, &link):
		return link.Err
	}
	return err
}
