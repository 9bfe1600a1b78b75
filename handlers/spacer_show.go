package handlers

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/gif"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"charte/internal/charter"
	"charte/views"
)

// anyWindow exceeds the width of every window, in pixels. The kit limits the image to
// the window's width.
const anyWindow = 32000

// smallest is one pixel. Browsers treat an image of size zero as broken and give it
// a default size.
var smallest = charter.Size{Width: 1, Height: 1}

// spacerShow answers the images that give the frame of kit 1 its size. That kit has
// no script, so the service chooses the frame's size through the images: that of the
// banner if the visitor has not chosen yet, else that of the handle or, if that is off
// or the page may not show the frame, one pixel.
type spacerShow struct {
	*service
	kind   []string // Content-Type
	images map[charter.Size]*spacer
}

// spacer is the response with an image of one size, prepared at start.
type spacer struct {
	tag, length []string
	body        []byte
}

// spacerShow answers /embed/{name} with a GIF, which browsers show sooner than an SVG.
// The address has no extension, so that no proxy treats it as a static file.
func (s *service) spacerShow() handler {
	return (&spacerShow{s, s.answers.headers.gif, s.newSpacers(drawGIF)}).serve
}

// spacerShowSVG answers /embed/{name}.svg, the addresses in kits of earlier versions.
func (s *service) spacerShowSVG() handler {
	return (&spacerShow{s, s.answers.headers.svg, s.newSpacers(drawSVG)}).serve
}

// newSpacers draws an image for every size that spacerShow.size can return.
func (s *service) newSpacers(draw func(charter.Size) []byte) map[charter.Size]*spacer {
	c := s.pages.Content().Charter
	sizes := []charter.Size{smallest, {Width: anyWindow, Height: 1}, {Width: c.Handle.Width, Height: 1}, {Width: 1, Height: c.Handle.Height}}
	for _, h := range c.Heights {
		sizes = append(sizes, charter.Size{Width: 1, Height: h.Height})
	}
	drawn := map[charter.Size]*spacer{}
	for _, size := range sizes {
		body := draw(size)
		drawn[size] = &spacer{
			tag: []string{fmt.Sprintf(`W/"%dx%d"`, size.Width, size.Height)}, length: []string{strconv.Itoa(len(body))}, body: body,
		}
	}
	return drawn
}

func drawSVG(size charter.Size) []byte {
	return fmt.Appendf(nil, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"/>`, size.Width, size.Height)
}

// drawGIF returns an image whose only frame is one transparent pixel: browsers use
// the size of its screen.
func drawGIF(size charter.Size) []byte {
	palette := color.Palette{color.Transparent}
	var b bytes.Buffer
	// Writing to a buffer cannot fail, and no size here is one that GIF lacks.
	_ = gif.EncodeAll(&b, &gif.GIF{
		Image: []*image.Paletted{image.NewPaletted(image.Rect(0, 0, 1, 1), palette)}, Delay: []int{0}, LoopCount: -1,
		Config: image.Config{ColorModel: palette, Width: size.Width, Height: size.Height},
	})
	return b.Bytes()
}

func (s *spacerShow) serve(w http.ResponseWriter, r *http.Request) error {
	headers := s.answers.headers
	w.Header()["Vary"] = headers.varySpacer
	size, known := s.size(chi.URLParam(r, "name"), s.frameSize(w, r))
	if !known {
		return fail(http.StatusNotFound, "not_found")
	}
	sized := s.images[size]
	h := w.Header()
	h["Cache-Control"] = headers.private
	h["Content-Type"] = s.kind
	h["Etag"] = sized.tag
	if matches(r.Header["If-None-Match"], sized.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h["Content-Length"] = sized.length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(sized.body)
	}
	return nil
}

// frameSize returns the size of the visitor's frame, or zero for the banner, whose
// size depends on the window.
func (s *spacerShow) frameSize(w http.ResponseWriter, r *http.Request) charter.Size {
	v, why := s.requests.visit(w, r, ""), s.requests.barrier(w, r)
	switch {
	case why != views.NoBarrier:
		return smallest
	case s.pages.Outcome(v.Visitor) == "":
		return charter.Size{}
	case !s.config.Handle:
		return smallest
	}
	return s.pages.Content().Charter.Handle
}

// size returns the size of the image with a name: "width", or "height-" and the
// minimum window width in pixels. It accepts any number, so that kits pasted before
// a change of the banner's heights still work.
func (s *spacerShow) size(name string, frame charter.Size) (charter.Size, bool) {
	asked := frame == charter.Size{}
	if name == "width" {
		if asked {
			frame.Width = anyWindow
		}
		return charter.Size{Width: frame.Width, Height: 1}, true
	}
	window, known := windowOf(name)
	if asked {
		frame.Height = s.bannerHeight(window)
	}
	return charter.Size{Width: 1, Height: frame.Height}, known
}

// Minimum window widths of the images height-narrow and height-wide, in pixels.
const narrow, wide = 0, 641

func windowOf(name string) (window int, known bool) {
	after, isHeight := strings.CutPrefix(name, "height-")
	switch {
	case !isHeight:
		return 0, false
	case after == "narrow":
		return narrow, true
	case after == "wide":
		return wide, true
	}
	window, err := strconv.Atoi(after)
	return window, err == nil && window >= 0
}

// bannerHeight returns the banner's height in a window of a width, both in pixels.
func (s *spacerShow) bannerHeight(window int) int {
	heights := s.pages.Content().Charter.Heights
	height := heights[0].Height
	for _, h := range heights {
		if h.Width <= window {
			height = h.Height
		}
	}
	return height
}
