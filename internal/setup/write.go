package setup

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"charte/internal/durable"
	"charte/internal/message"
)

// Write writes the files, all or none, each readable as its mode has it whatever the
// umask. It fails before it writes anything if one exists.
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
	var all []durable.File
	var folders []string
	var err error
	for _, f := range files {
		if folders, err = makeFolder(filepath.Dir(f.Path), folders); err != nil {
			break
		}
		all = append(all, durable.File{Path: f.Path, Text: []byte(f.Text), Mode: f.Mode})
	}
	if err == nil {
		err = durable.Write(all...)
	}
	if err != nil {
		for i := len(folders) - 1; i >= 0; i-- {
			err = errors.Join(err, os.Remove(folders[i]))
		}
	}
	return err
}

// check fails if the file exists, unless it is the one to replace.
func (f File) check() error {
	_, err := os.Lstat(f.Path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	have, errRead := os.ReadFile(f.Path)
	if err != nil {
		return errRead
	}
	if errRead == nil && f.Replaces != "" && bytes.Equal(have, []byte(f.Replaces)) {
		return nil
	}
	return message.Errorf("%s: exists, and is not overwritten; move it away, or name another place", f.Path)
}

// makeFolder creates a folder and its parents, which everybody can read, and appends
// those that it created to made.
func makeFolder(folder string, made []string) ([]string, error) {
	if _, err := os.Stat(folder); err == nil {
		return made, nil
	}
	made, err := makeFolder(filepath.Dir(folder), made)
	if err != nil {
		return made, err
	}
	if err := os.Mkdir(folder, 0o755); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return made, nil
		}
		return made, err
	}
	return append(made, folder), os.Chmod(folder, 0o755)
}
