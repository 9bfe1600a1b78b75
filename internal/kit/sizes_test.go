package kit_test

import (
	"reflect"
	"strings"
	"testing"

	"charte/internal/kit"
)

func TestSizesSurviveWritingAndReading(t *testing.T) {
	t.Parallel()
	want := kit.Sizes{Shown: "abc", Measured: "2026-11-23", Heights: map[int]int{320: 600, 480: 490, 640: 370, 992: 250, 1600: 170}, Handle: [2]int{216, 64}}
	content, err := want.File()
	if err != nil {
		t.Fatal(err)
	}
	got, err := kit.ReadSizes(content)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if windows := got.Windows(); len(windows) != 5 || windows[0] != 320 || windows[4] != 1600 {
		t.Errorf("windows %v", windows)
	}
}

func TestInvalidSizesFileIsRejectedWithAFix(t *testing.T) {
	t.Parallel()
	const heights = `"heights":{"320":600,"480":490,"640":370,"992":250,"1600":170}`
	for name, content := range map[string]string{
		"nothing":              "",
		"no JSON":              "heights: 3",
		"no height":            `{"handle":[216,64]}`,
		"few heights":          `{"heights":{"320":600},"handle":[216,64]}`,
		"a height of nothing":  strings.Replace(`{`+heights+`,"handle":[216,64]}`, "490", "0", 1),
		"a height of a tower":  strings.Replace(`{`+heights+`,"handle":[216,64]}`, "490", "9000", 1),
		"a window of nothing":  strings.Replace(`{`+heights+`,"handle":[216,64]}`, `"320"`, `"-1"`, 1),
		"no handle":            `{` + heights + `}`,
		"a handle too small":   `{` + heights + `,"handle":[216,20]}`,
		"a handle of the wall": `{` + heights + `,"handle":[9000,64]}`,
	} {
		if _, err := kit.ReadSizes([]byte(content)); err == nil || !strings.HasPrefix(err.Error(), kit.SizesFile+": ") || !strings.Contains(err.Error(), " — measure again") {
			t.Errorf("%s: %v", name, err)
		}
	}
}
