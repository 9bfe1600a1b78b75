package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/go-chi/chi/v5"

	"charte/internal/charter"
	"charte/views"
)

// anyWindow is wider than any window, in pixels: the kit cuts the image to the
// window's width.
const anyWindow = 32000

// nothing is the smallest image there is. One of no size would be taken for a
// broken one, and browsers give those a size of their own.
var nothing = charter.Size{Width: 1, Height: 1}

// embedShow answers a spacer image. The kit cannot run a script, so the size of
// the images is how the service says what to show: the banner while the visitor
// is asked, else the handle, else nothing.
func (s *service) embedShow(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Vary"] = s.lines.varySpacer
	size, known := s.spacerSize(chi.URLParam(r, "name"), s.frameSize(w, r))
	if !known {
		return fail(http.StatusNotFound, "not_found")
	}
	answer := s.spacers[size]
	h := w.Header()
	h["Cache-Control"] = s.lines.private
	h["Content-Type"] = s.lines.svg
	h["Etag"] = answer.tag
	if matches(r.Header["If-None-Match"], answer.tag[0]) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	h["Content-Length"] = answer.length
	w.WriteHeader(http.StatusOK)
	if r.Method != http.MethodHead {
		w.Write(answer.body)
	}
	return nil
}

// spacer is the answer that an image of one size is, made once.
type spacer struct {
	tag, length []string
	body        []byte
}

// newSpacers makes an image of every size that frameSize and spacerSize can give.
func (s *service) newSpacers() map[charter.Size]*spacer {
	sizes := []charter.Size{nothing, {Width: anyWindow, Height: 1}, {Width: s.Charters.Handle.Width, Height: 1}, {Width: 1, Height: s.Charters.Handle.Height}}
	for _, h := range s.Charters.Heights {
		sizes = append(sizes, charter.Size{Width: 1, Height: h.Height})
	}
	made := map[charter.Size]*spacer{}
	for _, size := range sizes {
		body := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d"/>`, size.Width, size.Height)
		made[size] = &spacer{
			tag: []string{fmt.Sprintf(`W/"%dx%d"`, size.Width, size.Height)}, length: []string{strconv.Itoa(len(body))}, body: []byte(body),
		}
	}
	return made
}

// frameSize is the size of the visitor's frame; zero for the banner's, which
// depends on the window.
func (s *service) frameSize(w http.ResponseWriter, r *http.Request) charter.Size {
	v, why := s.visitor(w, r), s.doubt(w, r)
	switch {
	case why != views.NoDoubt:
		return nothing
	case s.outcome(v) == "":
		return charter.Size{}
	case !s.Handle:
		return nothing
	}
	return s.Charters.Handle
}

// spacerSize returns the size of an image by its name: width, or height- and the
// narrowest window that it is for, in pixels. Any number is answered, so that a
// kit pasted before the table of heights changed still works.
func (s *service) spacerSize(name string, frame charter.Size) (charter.Size, bool) {
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

// The two names of a kit that tells apart no more than phones and the rest.
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

// bannerHeight looks up how tall the banner is in a window of that width or a
// little more.
func (s *service) bannerHeight(window int) int {
	height := s.Charters.Heights[0].Height
	for _, h := range s.Charters.Heights {
		if h.Width <= window {
			height = h.Height
		}
	}
	return height
}
