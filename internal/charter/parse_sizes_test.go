package charter_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"charte/internal/charter"
)

func TestSizesAreReadNarrowestFirst(t *testing.T) {
	t.Parallel()
	text := strings.Replace(small, "effective: 2026-11-23",
		"effective: 2026-11-23\nheights:\n  1920: 150\n  320: 500\n  640: 300\n  480: 400\n  992: 200\nhandle: {width: 120, height: 48}", 1)
	loaded, err := charter.Load(fstest.MapFS{"charter.md": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	want := []charter.Height{{Width: 320, Height: 500}, {Width: 480, Height: 400}, {Width: 640, Height: 300}, {Width: 992, Height: 200}, {Width: 1920, Height: 150}}
	if !slices.Equal(loaded.Heights, want) {
		t.Errorf("heights %v, want %v", loaded.Heights, want)
	}
	if loaded.Handle != (charter.Size{Width: 120, Height: 48}) {
		t.Errorf("handle %v", loaded.Handle)
	}
}

func TestACharterWithoutSizesHasTheDefaultOnes(t *testing.T) {
	t.Parallel()
	loaded, err := charter.Load(fstest.MapFS{"charter.md": {Data: []byte(small)}})
	if err != nil {
		t.Fatal(err)
	}
	if len(loaded.Heights) < 5 || loaded.Heights[0].Width != 320 || loaded.Handle.Width < 44 || loaded.Handle.Height < 44 {
		t.Errorf("heights %v, handle %v", loaded.Heights, loaded.Handle)
	}
}
