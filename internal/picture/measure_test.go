package picture_test

import (
	"slices"
	"testing"

	"charte/internal/picture"
)

func TestAnElementIsMeasuredOnEachScreen(t *testing.T) {
	t.Parallel()
	const page = `<!DOCTYPE html><style>body{margin:0}p{margin:0;border:1px solid;height:40px}@media (max-width:500px){p{height:90.2px}}i{display:block;width:400px;height:1px}</style><p>a</p><i></i>`
	got, err := open(t).Measure(t.Context(), []byte(page), "p", []picture.Size{{Width: 800, Height: 300}, {Width: 320, Height: 300}})
	want := []picture.Box{{Width: 800, Height: 42}, {Width: 400, Height: 93}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("measured %v, %v; want %v", got, err, want)
	}
}

func TestWhatIsNotThereCannotBeMeasured(t *testing.T) {
	t.Parallel()
	if got, err := open(t).Measure(t.Context(), []byte("<p>a</p>"), ".handle", []picture.Size{{Width: 800, Height: 300}}); err == nil {
		t.Errorf("measured %v", got)
	}
}
