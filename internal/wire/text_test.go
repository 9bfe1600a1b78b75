package wire_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"charte/internal/wire"
)

// join returns the text with its gaps filled.
func join(parts, values [][]byte) []byte {
	var all []byte
	for i, p := range parts {
		if i > 0 {
			all = append(all, values[i-1]...)
		}
		all = append(all, p...)
	}
	return all
}

func check(t interface {
	Fatal(...any)
	Fatalf(string, ...any)
}, parts, values [][]byte) {
	text := wire.New(parts...)
	want := join(parts, values)
	if got := text.AppendPlain([]byte("before"), values...); string(got) != "before"+string(want) {
		t.Fatalf("plain: %d bytes, want %d", len(got), len(want))
	}
	if text.Size(values...) != len(want) || text.Gaps() != max(len(parts)-1, 0) || string(join(text.Parts(), values)) != string(want) {
		t.Fatalf("size %d, want %d; %d gaps", text.Size(values...), len(want), text.Gaps())
	}
	before := []byte("before")
	file := text.AppendGzip(before, values...)
	if !bytes.HasPrefix(file, before) {
		t.Fatal("what stood before was changed")
	}
	r, err := gzip.NewReader(bytes.NewReader(file[len(before):]))
	if err != nil {
		t.Fatal(err)
	}
	r.Multistream(false)
	if got, err := io.ReadAll(r); err != nil || !bytes.Equal(got, want) {
		t.Fatalf("gzip: %v, %d bytes, want %d", err, len(got), len(want))
	}
}

func TestGzipDecodesToTheFilledText(t *testing.T) {
	t.Parallel()
	words := rapid.SliceOfN(rapid.SampledFrom([]string{"<p>", "</p>", "a", "cookie ", "é", "\x00", "finalité "}), 0, 300)
	piece := rapid.OneOf(
		rapid.Map(words, func(w []string) []byte { return []byte(strings.Join(w, "")) }),
		rapid.SliceOfN(rapid.Byte(), 0, 400),
	)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(piece, 0, 6).Draw(t, "parts")
		gaps := max(len(parts)-1, 0)
		check(t, parts, rapid.SliceOfN(piece, gaps, gaps).Draw(t, "values"))
	})
}

func TestLongStoredBlocksAreSplit(t *testing.T) {
	t.Parallel()
	page := bytes.Repeat([]byte("<p>page</p>"), 50)
	for _, n := range []int{0, 1, 65534, 65535, 65536, 131070, 131071, 200000} {
		check(t, [][]byte{page, []byte("x"), page}, [][]byte{bytes.Repeat([]byte{'v'}, n), bytes.Repeat([]byte{'w'}, n)})
	}
}

func FuzzGzip(f *testing.F) {
	f.Add([]byte("<p>one</p><p>one</p><p>one</p>"), []byte("value"), []byte("two two two two two two two two two"))
	f.Add([]byte{}, []byte{}, []byte{0, 1, 2})
	f.Fuzz(func(t *testing.T, first, value, second []byte) {
		check(t, [][]byte{first, second, first}, [][]byte{value, value})
	})
}

// gzip(1) is a second decoder: browsers and proxies do not use Go's.
func TestGzipCommandDecodesIt(t *testing.T) {
	t.Parallel()
	page := bytes.Repeat([]byte("<li>tracker</li>\n"), 4000)
	text := wire.New(page, []byte(`" target="_top">`), page, nil)
	values := [][]byte{[]byte("https://donnees.ville.example/é"), nil, bytes.Repeat([]byte("long"), 40000)}
	file := filepath.Join(t.TempDir(), "page.gz")
	if err := os.WriteFile(file, text.AppendGzip(nil, values...), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.CommandContext(t.Context(), "gzip", "-dc", file).Output()
	if err != nil || !bytes.Equal(out, text.AppendPlain(nil, values...)) {
		t.Errorf("gzip -dc: %v, %d bytes", err, len(out))
	}
	if size := len(text.AppendGzip(nil, nil, nil, nil)); size > len(page)/20 {
		t.Errorf("%d bytes for %d: the parts are not compressed", size, 2*len(page))
	}
}

func BenchmarkAppendGzip(b *testing.B) {
	page := []byte(strings.Repeat("<li>tracker</li>\n", 400))
	text := wire.New(page, []byte(`" target="_top">`), page)
	value, out := []byte("https%3A%2F%2Fdonnees.ville.example%2Fexplore%2F%3Fsort%3Dmodified"), make([]byte, 0, 1<<14)
	b.ReportAllocs()
	for b.Loop() {
		text.AppendGzip(out, value, value)
	}
}
