package chromium_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"charte/internal/chromium"
	"charte/static"
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

// The answers of a banner stay on the screen while its text scrolls; a picture shows
// the text whole, and the answers below it. Each title is a bar of one colour.
func TestAScreenshotShowsWhatTheAnswersOfABannerWouldCover(t *testing.T) {
	t.Parallel()
	sheet, err := static.Files.ReadFile("banner.css")
	if err != nil {
		t.Fatal(err)
	}
	const titles, answers = 12, 6
	html := "<!DOCTYPE html><style>" + string(sheet) + `li{height:40px;background:#00f}.controls{background:#f00;padding:0!important;gap:0!important}.controls button{height:40px;border:0;visibility:hidden}</style>
		<main class="panel"><div class="text"><ul>` + strings.Repeat("<li></li>", titles) + `</ul></div><div class="controls" style="grid-template-columns:1fr">` + strings.Repeat("<button>a</button>", answers) + "</div></main>"
	shot := screenshot(t, start(t), html, 400)
	blue, red := 0, 0
	for y := range shot.Bounds().Dy() {
		switch r, _, b, _ := shot.At(200, y).RGBA(); {
		case b == 0xffff && r == 0:
			blue++
		case r == 0xffff && b == 0:
			red++
		}
	}
	if blue != 40*titles || red != 40*answers {
		t.Errorf("of the text, %d of %d rows of pixels are visible; of the answers, %d of %d", blue, 40*titles, red, 40*answers)
	}
}
