package charter_test

import (
	"fmt"
	"strings"
	"testing"
)

// large is a charter of 10,000 trackers and 2 MB of text.
func large() string {
	var rows strings.Builder
	rows.WriteString(smallHeader)
	for i := range 10_000 {
		fmt.Fprintf(&rows, "\n| `_pk_%d.*`; | Fournisseur **%d** |", i, i%100)
	}
	text := strings.Replace(small, smallHeader, rows.String(), 1)
	paragraph := strings.Repeat("Un texte long, *avec* des [liens](https://example.fr) et des `mots`. ", 20) + "\n\n"
	return text + strings.Repeat("## Encore\n\n"+paragraph, 2<<20/(len(paragraph)+11))
}

func TestTenThousandTrackersAndTwoMegabytesAreRead(t *testing.T) {
	t.Parallel()
	loaded, err := load(large(), "")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(loaded.Purposes[1].Trackers); n != 10_001 {
		t.Errorf("%d trackers", n)
	}
	if n := len(loaded.Purposes[1].Providers); n != 101 {
		t.Errorf("%d providers", n)
	}
}

func BenchmarkLoadTenThousandTrackers(b *testing.B) {
	text := large()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		if _, err := load(text, ""); err != nil {
			b.Fatal(err)
		}
	}
}
