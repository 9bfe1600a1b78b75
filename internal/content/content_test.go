package content_test

import (
	"archive/zip"
	"bytes"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"charte/internal/content"
)

func folder(files ...string) fstest.MapFS {
	all := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		all[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return all
}

func pack(t *testing.T, from fs.FS) content.Pack {
	t.Helper()
	p, err := content.New(from)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPackContainsTheFilesThatAreReadOnly(t *testing.T) {
	t.Parallel()
	p := pack(t, folder("charter.md", "A", "charter.en.md", "B", "locales/active.br.toml", "C", "theme.css", "D",
		"logo.svg", "E", "charter.md~", "F", "notes.txt", "G", "locales/README.md", "H"))
	files, err := p.Files()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, name := range []string{"charter.md", "charter.en.md", "locales/active.br.toml", "theme.css", "logo.svg"} {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			t.Error(err)
		}
		got = append(got, string(text))
	}
	if want := []string{"A", "B", "C", "D", "E"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, name := range []string{"charter.md~", "notes.txt", "locales/README.md"} {
		if _, err := fs.Stat(files, name); err == nil || content.Reads(name) {
			t.Errorf("%s is read", name)
		}
	}
	if !content.Reads("locales/active.br.toml") {
		t.Error("a language's texts are not read")
	}
}

func TestEqualFoldersHaveEqualPacks(t *testing.T) {
	t.Parallel()
	first, again := pack(t, folder("charter.md", "A", "theme.css", "B")), pack(t, folder("theme.css", "B", "charter.md", "A"))
	if !bytes.Equal(first, again) || first.Hash() != again.Hash() {
		t.Error("the same files were packed differently")
	}
	if first.Hash() == pack(t, folder("charter.md", "A", "theme.css", "C")).Hash() {
		t.Error("another theme has the same hash")
	}
}

func TestTooLargeFolderIsRejected(t *testing.T) {
	t.Parallel()
	if _, err := content.New(folder("charter.md", strings.Repeat("a", 9<<20))); err == nil || !strings.Contains(err.Error(), "charter.md") {
		t.Errorf("9 MiB were packed: %v", err)
	}
}

// counted counts the bytes read from a folder's files.
type counted struct {
	folder fs.FS
	read   *int
}

func (c counted) Open(name string) (fs.File, error) {
	file, err := c.folder.Open(name)
	if _, listed := file.(fs.ReadDirFile); err != nil || listed {
		return file, err
	}
	return countedFile{file, c.read}, nil
}

type countedFile struct {
	fs.File
	read *int
}

func (f countedFile) Read(b []byte) (int, error) {
	n, err := f.File.Read(b)
	*f.read += n
	return n, err
}

// A link to a device has no end; reading it whole would fill the memory first.
func TestTooLargeFileIsNotReadToItsEnd(t *testing.T) {
	t.Parallel()
	read := 0
	_, err := content.New(counted{folder("charter.md", strings.Repeat("a", 64<<20)), &read})
	if err == nil || read > 9<<20 {
		t.Errorf("%d bytes were read: %v", read, err)
	}
}

func TestInvalidPackIsRejected(t *testing.T) {
	t.Parallel()
	if _, err := content.Pack("nonsense").Files(); err == nil {
		t.Error("nonsense was read")
	}
}

// Another version of the program may compress differently.
func TestPacksAreComparedByContent(t *testing.T) {
	t.Parallel()
	p := pack(t, folder("charter.md", "A", "theme.css", "B"))
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for name, text := range map[string]string{"charter.md": "A", "theme.css": "B"} {
		file, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
		if err == nil {
			_, err = file.Write([]byte(text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if stored := content.Pack(b.Bytes()); bytes.Equal(stored, p) || !p.Same(stored) || !stored.Same(p) {
		t.Error("the same files, stored otherwise, are another content")
	}
	for name, other := range map[string]content.Pack{"another theme": pack(t, folder("charter.md", "A", "theme.css", "C")), "nothing": nil} {
		if p.Same(other) {
			t.Errorf("%s is the same content", name)
		}
	}
}
