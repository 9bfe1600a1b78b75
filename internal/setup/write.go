package setup

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"charte/internal/message"
)

// Write writes the files, each readable as its mode has it whatever the umask. It fails
// before it writes anything if one exists. After a failure it removes what it wrote.
func Write(files []File) error {
	var exist []error
	for _, f := range files {
		if err := f.check(); err != nil {
			exist = append(exist, err)
		}
	}
	if err := errors.Join(exist...); err != nil {
		return err
	}
	for i, f := range files {
		if err := f.write(); err != nil {
			for _, written := range files[:i] {
				err = errors.Join(err, written.undo())
			}
			return err
		}
	}
	return nil
}

// check fails if the file exists, unless it is the one to replace.
func (f File) check() error {
	have, err := os.ReadFile(f.Path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil && !errors.Is(err, fs.ErrPermission):
		return err
	case err == nil && f.Replaces != "" && bytes.Equal(have, []byte(f.Replaces)):
		return nil
	}
	return message.Errorf("%s: exists, and is not overwritten; move it away, or name another place", f.Path)
}

func (f File) write() error {
	if err := makeFolder(filepath.Dir(f.Path)); err != nil {
		return err
	}
	if f.Replaces != "" {
		if _, err := os.Stat(f.Path); err == nil { // keeps owner and mode
			return os.WriteFile(f.Path, []byte(f.Text), f.Mode)
		}
	}
	file, err := os.OpenFile(f.Path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, f.Mode)
	if err != nil {
		return err
	}
	_, err = file.WriteString(f.Text)
	return errors.Join(err, file.Chmod(f.Mode), file.Close())
}

// undo removes what write wrote.
func (f File) undo() error {
	if f.Replaces == "" {
		return os.Remove(f.Path)
	}
	return os.WriteFile(f.Path, []byte(f.Replaces), f.Mode)
}

// makeFolder creates a folder and its parents, which everybody can read.
func makeFolder(folder string) error {
	if _, err := os.Stat(folder); err == nil {
		return nil
	}
	if err := makeFolder(filepath.Dir(folder)); err != nil {
		return err
	}
	if err := os.Mkdir(folder, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Chmod(folder, 0o755)
}
