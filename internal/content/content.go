package content

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"path"
	"slices"

	"charte/internal/phrase"
)

// maxSize bounds a folder, in bytes: a few languages of text and a logo.
const maxSize = 8 << 20

// patterns name all that is read of a folder.
func patterns() []string {
	return []string{"charter*.md", "locales/active.*.toml", "theme.css", "logo.svg", "logo.png", "kit-heights.json"}
}

// Reads says whether a file of that name, relative to the folder and with
// slashes, would be read.
func Reads(name string) bool {
	return slices.ContainsFunc(patterns(), func(pattern string) bool {
		matched, err := path.Match(pattern, name)
		return err == nil && matched
	})
}

// Pack is a folder's files in one piece: equal folders give equal bytes.
type Pack []byte

// New packs what is read of a folder. A file that cannot be read is an error.
func New(folder fs.FS) (Pack, error) {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	total := 0
	for _, pattern := range patterns() {
		names, err := fs.Glob(folder, pattern) // in order
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			text, err := fs.ReadFile(folder, name)
			if err != nil {
				return nil, err
			}
			if total += len(text); total > maxSize {
				return nil, phrase.Fault{File: name, Problem: phrase.Of("with it the folder holds more than %d bytes, which is no charter", maxSize)}
			}
			if err := add(w, name, text); err != nil {
				return nil, err
			}
		}
	}
	if err := w.Close(); err != nil { // it writes the list of files
		return nil, err
	}
	return b.Bytes(), nil
}

func add(w *zip.Writer, name string, text []byte) error {
	// Without the time of the edit: saving a file unchanged changes nothing.
	file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate})
	if err == nil {
		_, err = file.Write(text)
	}
	return err
}

// Files reads the packed files.
func (p Pack) Files() (fs.FS, error) {
	r, err := zip.NewReader(bytes.NewReader(p), int64(len(p)))
	if err != nil {
		return nil, phrase.Errorf("the content that was kept cannot be read: %w", err)
	}
	return r, nil
}

// Hash names the content, in 64 hex digits.
func (p Pack) Hash() string {
	sum := sha256.Sum256(p)
	return hex.EncodeToString(sum[:])
}
