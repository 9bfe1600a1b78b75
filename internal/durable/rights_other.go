//go:build !linux

package durable

import (
	"io/fs"
	"os"
)

// names returns 1: hard links are found on Linux only.
func names(fs.FileInfo) uint64 { return 1 }

// keepRights gives a new file the mode of the file that it replaces.
func keepRights(f *os.File, _ string, before fs.FileInfo) error { return f.Chmod(before.Mode()) }
