package chromium_test

import (
	"slices"
	"testing"

	"charte/internal/chromium"
)

func TestAnElementIsMeasuredOnEachScreen(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><style>body{margin:0}p{margin:0;border:1px solid;height:40px}@media (max-width:500px){p{height:90.2px}}i{display:block;width:400px;height:1px}</style><p>a</p><i></i>`
	got, err := start(t).Measure(t.Context(), []byte(page), "p", []chromium.Size{{Width: 800, Height: 300}, {Width: 320, Height: 300}}, 1)
	want := []chromium.Box{{Width: 800, Height: 42}, {Width: 400, Height: 93}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("measured %v, %v; want %v", got, err, want)
	}
}

func TestAnElementIsMeasuredInTextOfAnotherSize(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><style>body{margin:0}p{margin:0;height:1.5rem}</style><p class="first handle">a</p><script>document.body.remove()</script>`
	b := start(t)
	for _, test := range []struct {
		scale float64
		want  int
	}{{2, 48}, {1, 24}, {1.25, 30}} {
		got, err := b.Measure(t.Context(), []byte(page), ".handle", []chromium.Size{{Width: 800, Height: 300}}, test.scale)
		if want := []chromium.Box{{Width: 800, Height: test.want}}; err != nil || !slices.Equal(got, want) {
			t.Errorf("text %g times as large: measured %v, %v; want %v", test.scale, got, err, want)
		}
	}
}

func TestMeasureFailsIfTheElementIsMissing(t *testing.T) {
	t.Parallel()
	if got, err := start(t).Measure(t.Context(), []byte("<p>a</p>"), ".handle", []chromium.Size{{Width: 800, Height: 300}}, 1); err == nil {
		t.Errorf("measured %v", got)
	}
}
