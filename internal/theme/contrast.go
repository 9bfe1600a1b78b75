package theme

import (
	"errors"
	"fmt"
	"strings"

	"charte/internal/message"
)

// pair is two colours that meet on a page, and the minimum contrast between them.
type pair struct {
	front, back string
	least       float64
	rule        string
}

// pairs returns all pairs that occur: text on its backgrounds; controls, borders and
// focus rings on the background around them.
func pairs() []pair {
	return append(
		cross(4.5, "1.4.3",
			"ink/paper", "ink/tint", "ink/land", "ink/shore", "muted/paper",
			"link/paper", "link/tint", "link/land", "link/shore", "control-ink/control"),
		cross(3, "1.4.11",
			"control/paper", "control/tint", "line/paper", "line/tint",
			"focus/paper", "focus/tint", "focus/land", "focus/shore")...)
}

func cross(least float64, rule string, all ...string) []pair {
	var made []pair
	for _, both := range all {
		front, back, _ := strings.Cut(both, "/")
		made = append(made, pair{"--charte-" + front, "--charte-" + back, least, rule})
	}
	return made
}

// ratio returns the contrast of two colours, 1 to 21 (WCAG 2.2, "contrast ratio").
func ratio(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// luminance returns the relative luminance of a valid #rgb or #rrggbb, 0 to 1.
func luminance(hex string) float64 {
	r, g, b := linear(hex)
	return 0.2126*r + 0.7152*g + 0.0722*b
}

// contrastError is the fault of two colours that are too alike.
type contrastError struct{ message.Fault }

func (e contrastError) Unwrap() error { return e.Fault }

// IsContrast reports whether an error is about two colours that are too alike.
func IsContrast(err error) bool { return errors.As(err, &contrastError{}) }

// contrasts returns a fault for each pair of a palette that is too alike. mode names the
// palette, name the theme's file.
func contrasts(p palette, mode message.Text, name string) error {
	var faults []error
	for _, both := range pairs() {
		if !color.MatchString(p[both.front]) || !color.MatchString(p[both.back]) {
			return fmt.Errorf("the built-in sheet sets no colour %s or %s in :root", both.front, both.back)
		}
		if got := ratio(p[both.front], p[both.back]); got < both.least {
			faults = append(faults, contrastError{message.Fault{File: name, Problem: message.Of("%s (%s) on %s (%s) has a contrast of %.2f in %s mode, at least %.1f is needed (WCAG 2.2, %s)",
				both.front, p[both.front], both.back, p[both.back], got, mode, both.least, both.rule)}})
		}
	}
	return errors.Join(faults...)
}
