package proof

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"time"
)

// archive writes a zip with a manifest of the SHA-256 of each file. After an error it
// writes nothing more; close returns the error.
type archive struct {
	zip      *zip.Writer
	now      time.Time
	manifest string
	err      error
}

func (a *archive) add(name string, write func(io.Writer) error) {
	if a.err != nil {
		return
	}
	w, err := a.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: a.now.UTC()})
	if err != nil {
		a.err = err
		return
	}
	sum := sha256.New()
	a.err = write(io.MultiWriter(w, sum))
	a.manifest += line(sum, name)
}

func (a *archive) addBytes(name string, content []byte) {
	a.add(name, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}

// line returns a line of the manifest, in the format of sha256sum --check.
func line(sum hash.Hash, name string) string {
	return hex.EncodeToString(sum.Sum(nil)) + "  " + name + "\n"
}

// close adds the manifest, which does not contain its own sum.
func (a *archive) close() error {
	manifest := a.manifest
	a.addBytes("SHA256SUMS", []byte(manifest))
	if a.err != nil {
		return a.err
	}
	return a.zip.Close()
}
