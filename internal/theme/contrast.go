package theme

import (
	"math"
	"strconv"
	"strings"
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
	if len(hex) == 4 {
		hex = string([]byte{'#', hex[1], hex[1], hex[2], hex[2], hex[3], hex[3]})
	}
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		v, _ := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8) // the syntax was checked before
		c := float64(v) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
