package picture_test

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"charte/internal/picture"
)

func open(t *testing.T) *picture.Camera {
	t.Helper()
	browser, err := picture.Find()
	if err != nil {
		t.Fatal(err)
	}
	c, err := picture.Open(t.Context(), browser)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func take(t *testing.T, c *picture.Camera, html string, width int) image.Image {
	t.Helper()
	taken, err := c.Take(t.Context(), []byte(html), width)
	if err != nil {
		t.Fatal(err)
	}
	seen, err := png.Decode(bytes.NewReader(taken))
	if err != nil {
		t.Fatal(err)
	}
	return seen
}

// A page that would call home, change itself and is longer than the screen.
func TestAPictureIsOfTheWholePageAndThePageReachesNothing(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	home := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	defer home.Close()
	c := open(t)
	html := `<!doctype html><style>body{margin:0;background:#0000ff}p{margin:0;height:3000px}</style>
		<link rel="stylesheet" href="` + home.URL + `/a.css"><img src="` + home.URL + `/a.png" alt="">
		<script>document.body.style.background = "#ff0000"</script><p>À vous de choisir</p>`
	for _, width := range []int{400, 1280} {
		seen := take(t, c, html, width)
		if size := seen.Bounds().Size(); size.X != width || size.Y < 3000 || size.Y > 3100 {
			t.Errorf("a picture of %v for a screen %d wide", size, width)
		}
		if r, _, b, _ := seen.At(width-1, 2900).RGBA(); r != 0 || b != 0xffff {
			t.Errorf("the background is %x red, %x blue: a script ran, or it is not the page", r, b)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("the page loaded %d things", n)
	}
}

func TestWhatIsNoBrowserIsToldAndNobodyWaitsForIt(t *testing.T) {
	t.Parallel()
	silent := filepath.Join(t.TempDir(), "silent")
	if err := os.WriteFile(silent, []byte("#!/bin/sh\nexit 0\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{silent, silent + "-not"} {
		if c, err := picture.Open(t.Context(), path); err == nil {
			c.Close()
			t.Errorf("%s was taken for a browser", path)
		}
	}
}

func TestAPictureEndsWithItsContext(t *testing.T) {
	t.Parallel()
	c := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Take(ctx, []byte("<p>"), 400); err == nil {
		t.Error("a picture was taken after the end")
	}
	take(t, c, "<p>", 400) // the next one can be
}
