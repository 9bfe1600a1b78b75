package portal

import (
	"testing"

	"pgregory.net/rapid"
)

// asIs must return what rebuild would return, or nothing.
func TestAsIsAgreesWithRebuild(t *testing.T) {
	t.Parallel()
	list := NewList(Base{origin: "https://cookies.ville.example"}, []string{"https://data.ville.example", "http://localhost:9000"})
	piece := rapid.SampledFrom([]string{
		"/", "//", ".", "..", "?", "??", "&", "=", "%", "%2f", "%zz", "#", ":", "@", ";", "+", "*", "[", "]", "~", "'", `"`, "<", "`", "\\", " ", "é", "a", "Z", "9", "-", "_", "|", "{", "^", "$", ",", "!", "(",
	})
	taken := 0
	rapid.Check(t, func(t *rapid.T) {
		raw := rapid.SampledFrom([]string{"https://data.ville.example", "http://localhost:9000", "https://cookies.ville.example"}).Draw(t, "origin") + rapid.SampledFrom([]string{"", "/", "/a?"}).Draw(t, "start")
		for _, p := range rapid.SliceOfN(piece, 0, 4).Draw(t, "pieces") {
			raw += p
		}
		if short, ok := list.asIs(raw); ok {
			taken++
			if long := list.rebuild(raw); short != long {
				t.Fatalf("%q: %q as it came, %q rebuilt", raw, short.URL, long.URL)
			}
		}
	})
	if taken == 0 {
		t.Error("no address was taken as it came: this test has tested nothing")
	}
}
