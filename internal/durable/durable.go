// Package durable writes files that a power cut or a full disk leaves whole: each has its
// old or its new text.
package durable

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Rename renames a file within its folder, or over another file there, and returns after
// the new name is on disk. The content must be on disk already.
func Rename(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return SyncFolder(filepath.Dir(to))
}

// Replace writes a file, or replaces it as [Write] does, and returns after it is on disk.
// mode is that of a new file.
func Replace(path string, text []byte, mode fs.FileMode) error {
	return Write(File{path, text, mode})
}

// SyncFolder returns after the names of the files in a folder are on disk.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
