package content

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"slices"
	"syscall"

	"charte/internal/message"
	"charte/internal/trouble"
)

// maxSize limits a folder, in bytes: a few languages of text and a logo.
const maxSize = 8 << 20

// original is the charter that every folder must have, texts the folder of the
// interface's texts.
const (
	original = "charter.md"
	texts    = "locales"
)

// patterns returns the patterns of the files that are read from a folder.
func patterns() []string {
	return []string{"charter*.md", "locales/active.*.toml", "theme.css", "logo.svg", "logo.png", "kit-heights.json"}
}

// Reads reports whether a file is read, by its name relative to the folder, with
// slashes.
func Reads(name string) bool {
	return slices.ContainsFunc(patterns(), func(pattern string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	})
}

// Pack is a folder's files as a zip archive. The same program packs equal folders
// into equal bytes.
type Pack []byte

// New packs the relevant files of a folder. It fails if the folder or one of these
// files exists but cannot be read, and if there is no charter.md: a missing charter
// must not be replaced silently by the built-in one.
func New(folder fs.FS) (Pack, error) {
	names, err := list(folder)
	if err != nil {
		return nil, err
	}
	if !slices.Contains(names, original) {
		return nil, message.Fault{File: original, Problem: message.Of("is missing"), Fix: message.Of("create the file, and let the service read it")}
	}
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	total := 0
	for _, name := range names {
		text, err := readAtMost(folder, name, maxSize-total+1)
		if err != nil {
			return nil, unreadable(name, err)
		}
		if total += len(text); total > maxSize {
			return nil, message.Fault{File: name, Problem: message.Of("this file brings the folder to more than %d bytes, too many for a charter", maxSize)}
		}
		if err := add(w, name, text); err != nil {
			return nil, err
		}
	}
	if err := w.Close(); err != nil { // writes the archive's directory
		return nil, err
	}
	return b.Bytes(), nil
}

// readAtMost returns the first n bytes of a file, which may be a link to a device that
// never ends.
func readAtMost(folder fs.FS, name string, n int) ([]byte, error) {
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(io.LimitReader(file, int64(n)))
}

// list returns the names of the files to read, by pattern, then by name. fs.Glob
// would ignore a folder that cannot be listed.
func list(folder fs.FS) ([]string, error) {
	all, err := namesIn(folder, ".")
	if err != nil {
		return nil, err
	}
	if slices.Contains(all, texts) {
		inside, err := namesIn(folder, texts)
		if err != nil {
			return nil, err
		}
		all = append(all, inside...)
	}
	var read []string
	for _, pattern := range patterns() {
		for _, name := range all {
			if matched, err := path.Match(pattern, name); err == nil && matched {
				read = append(read, name)
			}
		}
	}
	return read, nil
}

// namesIn returns the sorted names in a folder.
func namesIn(folder fs.FS, at string) ([]string, error) {
	entries, err := fs.ReadDir(folder, at)
	if err != nil {
		return nil, unreadable(at, err)
	}
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		names = append(names, path.Join(at, entry.Name()))
	}
	return names, nil
}

// unreadable returns the error for a file or folder that exists but cannot be read.
func unreadable(name string, err error) error {
	if name == "." {
		return message.Errorf("the folder cannot be read (%w); let the service's account list and read it and all folders above it", bare(err))
	}
	if errors.Is(err, syscall.EISDIR) {
		return trouble.Folder.At(name, 0)
	}
	fault := message.Fault{File: name, Problem: message.Of("cannot be read (%v)", bare(err)), Fix: message.Of("let the service's account read it, or remove it from the folder")}
	if errors.Is(err, fs.ErrPermission) {
		return denied{fault}
	}
	return fault
}

// denied is the fault of a file that this account may not read; it is [fs.ErrPermission].
type denied struct{ message.Fault }

// Is reports whether target is the error of a file without read permission.
func (denied) Is(target error) bool { return target == fs.ErrPermission }

// Unwrap returns the fault.
func (d denied) Unwrap() error { return d.Fault }

// bare removes operation and path from an error whose message names the file already.
func bare(err error) error {
	if at := (*fs.PathError)(nil); errors.As(err, &at) {
		return at.Err
	}
	return err
}

func add(w *zip.Writer, name string, text []byte) error {
	// The header has no time, so saving a file unchanged changes nothing.
	file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = file.Write(text)
	}
	return err
}

// Files returns the packed files as a file system.
func (p Pack) Files() (fs.FS, error) {
	r, err := zip.NewReader(bytes.NewReader(p), int64(len(p)))
	if err != nil {
		return nil, message.Errorf("the saved content cannot be read: %w", err)
	}
	return r, nil
}

// Same reports whether two packs contain the same files. Their bytes may differ if
// they were packed by programs with different compression.
func (p Pack) Same(other Pack) bool {
	if bytes.Equal(p, other) {
		return true
	}
	again, err := other.repacked()
	if err != nil {
		return false
	}
	own, err := p.repacked()
	return err == nil && bytes.Equal(own, again)
}

// SameFile reports whether both packs contain a file with the same bytes.
func (p Pack) SameFile(other Pack, name string) bool {
	read := func(p Pack) ([]byte, error) {
		files, err := p.Files()
		if err != nil {
			return nil, err
		}
		return fs.ReadFile(files, name)
	}
	own, errOwn := read(p)
	others, errOthers := read(other)
	return errOwn == nil && errOthers == nil && bytes.Equal(own, others)
}

func (p Pack) repacked() (Pack, error) {
	files, err := p.Files()
	if err != nil {
		return nil, err
	}
	return New(files)
}

// Hash identifies the content in 64 hex digits.
func (p Pack) Hash() string {
	sum := sha256.Sum256(p)
	return hex.EncodeToString(sum[:])
}
