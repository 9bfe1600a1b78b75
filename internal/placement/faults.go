package placement

import (
	"math"
	"slices"
	"strings"

	"charte/internal/message"
)

// outside is what points.js returns for a point that is not in the window or not in the
// frame.
const outside = "outside"

// tolerance is the difference in CSS pixels that rounding can make.
const tolerance = 2

// faults returns what is wrong with the banner in this window. height is what the kit
// gives it.
func (s *seen) faults(height int) (faults []message.Text) {
	if !s.Frame {
		return nil // a fault of the whole page
	}
	if fault := s.position(); !fault.IsZero() {
		faults = append(faults, fault)
	}
	if want := math.Min(float64(height), 0.6*s.Window.Height); len(faults) == 0 && math.Abs(s.Rect.Height-want) > tolerance && s.asks() {
		faults = append(faults, message.Of("the banner is %d px high instead of %d: the page's style sheet changes the kit's images", int(s.Rect.Height), int(want)))
	}
	faults = append(faults, s.unreachable()...)
	if s.Wider > 0 {
		faults = append(faults, message.Of("the kit makes the page %d px wider than the window", int(s.Wider)))
	}
	if s.printed {
		faults = append(faults, message.Of("the banner is printed with the page"))
	}
	return faults
}

// asks reports whether the frame shows the banner, which has the width of the window,
// and not the handle.
func (s *seen) asks() bool { return s.Rect.Width > s.Window.Width-tolerance }

// atTheBottom reports whether a box is at the bottom left of the window.
func (s *seen) atTheBottom(r rect) bool {
	return math.Abs(r.Top+r.Height-s.Window.Height) <= tolerance && math.Abs(r.Left) <= tolerance
}

// position returns why the banner is not visible at the bottom of the window, or an empty
// text. In an element that contains it, the banner's size is that element's, and the
// frame may be too small to load.
func (s *seen) position() message.Text {
	at := s.Rect
	if s.atTheBottom(at) {
		at = s.Scrolled
	}
	loaded := len(s.content.Controls) > 0
	switch {
	case s.Hidden:
		return message.Of("the banner is hidden: the frame or an element around it has display: none")
	case loaded && s.atTheBottom(at):
		return message.Text{}
	case !s.Fixed:
		return message.Of("the banner is not at the bottom of the window: the kit's style is missing (attribute style removed, or style sheet not pasted)")
	case !loaded && s.Containing != "":
		return message.Of("the banner does not appear, because of %s: paste the kit outside this element", s.Containing)
	case s.Containing != "":
		return message.Of("the banner is at y = %d px instead of the bottom of the window, because of %s: paste the kit outside this element", int(at.Top), s.Containing)
	case !loaded && s.blockedByPolicy():
		return message.Text{} // a fault of the whole page
	case !loaded:
		return message.Of("the frame shows no button: the service does not answer in it, or does not list this portal")
	}
	return message.Of("the banner is at y = %d px instead of the bottom of the window", int(at.Top))
}

// blockedByPolicy reports whether the page's policy blocked an address of the service.
func (s *seen) blockedByPolicy() bool {
	return slices.ContainsFunc(s.blocked, func(v violation) bool { return strings.HasPrefix(v.address, s.service) })
}

// unreachable returns a fault for each control that cannot be clicked.
func (s *seen) unreachable() (faults []message.Text) {
	for i, c := range s.content.Controls {
		switch on := s.covered[i]; {
		case on == "":
		case on == outside:
			faults = append(faults, message.Of("“%s” is outside the window or its frame", c.Label))
		case s.Stacking != "":
			faults = append(faults, message.Of("“%s” is covered by %s, because of %s around the kit: paste the kit outside this element", c.Label, on, s.Stacking))
		default:
			faults = append(faults, message.Of("“%s” is covered by %s", c.Label, on))
		}
	}
	return faults
}

// pageFaults returns what is wrong in every window: a missing frame, removed attributes
// and blocked addresses.
func (s *seen) pageFaults(forms [][]element) (faults []message.Text) {
	directives := map[string]bool{}
	for _, v := range s.blocked {
		if strings.HasPrefix(v.address, s.service) && !directives[v.directive] {
			directives[v.directive] = true
			faults = append(faults, message.Of("the page's Content-Security-Policy blocks the kit: add %s to %s", s.service, v.directive))
		}
	}
	if !s.Frame {
		if len(s.Elements) > 0 {
			faults = append(faults, message.Of("the page contains images of the kit but not its frame: the platform removed <iframe>"))
		} else {
			faults = append(faults, message.Of("the page contains no kit of %s: it is not pasted in this page, or the platform removed it", s.service))
		}
		return faults
	}
	if s.kit1() {
		for _, lacking := range leastRemoved(forms, s.Elements) {
			faults = append(faults, message.Of("the platform removed %s", lacking))
		}
	}
	return faults
}

// kit1 reports whether the page contains the images of kit 1.
func (s *seen) kit1() bool {
	for _, e := range s.Elements {
		if e.Name == "img" {
			return true
		}
	}
	return false
}

// warnings returns risks that are no faults.
func (s *seen) warnings() (warnings []message.Text) {
	policy := s.headers["content-security-policy"]
	if s.headers["x-frame-options"] == "" && !strings.Contains(policy, "frame-ancestors") {
		warnings = append(warnings, message.Of("any site may show this page in a frame, and kit 1 cannot detect it there: send Content-Security-Policy: frame-ancestors 'self'"))
	}
	return warnings
}
