package wire

import (
	"hash/crc32"
	"testing"

	"pgregory.net/rapid"
)

func TestCombinedChecksumEqualsThatOfTheWholeText(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.SliceOf(rapid.Byte()).Draw(t, "a")
		b := rapid.SliceOf(rapid.Byte()).Draw(t, "b")
		got := combine(crc32.ChecksumIEEE(a), crc32.ChecksumIEEE(b), shift(len(b)))
		if want := crc32.ChecksumIEEE(append(a, b...)); got != want {
			t.Fatalf("%08x, want %08x", got, want)
		}
	})
}

func TestShiftOfLongTexts(t *testing.T) {
	t.Parallel()
	for _, n := range []int{0, 1, 255, 65536, 3 << 20} {
		zeros := make([]byte, n)
		got := combine(crc32.ChecksumIEEE([]byte("start")), crc32.ChecksumIEEE(zeros), shift(n))
		if want := crc32.ChecksumIEEE(append([]byte("start"), zeros...)); got != want {
			t.Errorf("%d bytes: %08x, want %08x", n, got, want)
		}
	}
}
