package chromium_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	"charte/internal/chromium"
)

// screenshot takes and decodes one.
func screenshot(t *testing.T, b *chromium.Browser, html string, width int) image.Image {
	t.Helper()
	taken, err := b.Screenshot(t.Context(), []byte(html), width)
	if err != nil {
		t.Fatal(err)
	}
	decoded, err := png.Decode(bytes.NewReader(taken))
	if err != nil {
		t.Fatal(err)
	}
	return decoded
}

// The page makes requests, has a script that changes it and is longer than the screen.
func TestAScreenshotIsOfTheWholePageAndThePageReachesNothing(t *testing.T) {
	t.Parallel()
	var requests atomic.Int64
	home := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { requests.Add(1) }))
	defer home.Close()
	b := start(t)
	html := `<!doctype html><style>body{margin:0;background:#0000ff}p{margin:0;height:3000px}</style>
		<link rel="stylesheet" href="` + home.URL + `/a.css"><img src="` + home.URL + `/a.png" alt="">
		<script>document.body.style.background = "#ff0000"</script><p>À vous de choisir</p>`
	for _, width := range []int{400, 1280} {
		shot := screenshot(t, b, html, width)
		if size := shot.Bounds().Size(); size.X != width || size.Y < 3000 || size.Y > 3100 {
			t.Errorf("a screenshot of %v for a screen %d wide", size, width)
		}
		if red, _, blue, _ := shot.At(width-1, 2900).RGBA(); red != 0 || blue != 0xffff {
			t.Errorf("the background is %x red, %x blue: a script ran, or it is not the page", red, blue)
		}
	}
	if n := requests.Load(); n != 0 {
		t.Errorf("the page made %d requests", n)
	}
}

func TestAScreenshotEndsWithItsContext(t *testing.T) {
	t.Parallel()
	b := start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Screenshot(ctx, []byte("<p>"), 400); err == nil {
		t.Error("a screenshot was taken after the end")
	}
	screenshot(t, b, "<p>", 400) // the browser can still be used
}
