package kit

import (
	"encoding/json"
	"maps"
	"slices"

	"charte/internal/message"
)

// SizesFile is the file of the content folder with the sizes measured by a browser.
// They override those of the charter's front matter.
const SizesFile = "kit-heights.json"

// Sizes are the measured sizes of the banner and the handle in a portal's page.
type Sizes struct {
	// Shown is the hash of what was measured: text, style and languages.
	Shown string `json:"shown"`
	// Measured is the day of measurement: 2026-11-23.
	Measured string `json:"measured"`
	// Heights maps the smallest window width to the banner's height; Handle is the
	// handle's width and height. All are CSS pixels.
	Heights map[int]int `json:"heights"`
	Handle  [2]int      `json:"handle"`
}

// The limits of a size, in CSS pixels, and of the number of window widths: those of
// the charter's front matter.
const (
	maxPixels = 4000
	minHandle = 44
	minSizes  = 5
)

// ReadSizes parses what [Sizes.File] returned. People may edit the file, so
// everything is checked.
func ReadSizes(content []byte) (Sizes, error) {
	var s Sizes
	wrong := func(problem message.Text) error {
		return message.Fault{File: SizesFile, Problem: problem, Fix: message.Of("measure again: charte embed --measure, or delete the file")}
	}
	if err := json.Unmarshal(content, &s); err != nil {
		return Sizes{}, wrong(message.Of("is not what charte embed --measure writes: %v", err))
	}
	if len(s.Heights) < minSizes {
		return Sizes{}, wrong(message.Count(len(s.Heights), "has %d height of %d or more", "has %d heights of %d or more", minSizes))
	}
	for width, height := range s.Heights {
		if min(width, height) < 1 || max(width, height) > maxPixels {
			return Sizes{}, wrong(message.Of("the height %d at the width %d is not a plausible size of a banner", height, width))
		}
	}
	if min(s.Handle[0], s.Handle[1]) < minHandle || max(s.Handle[0], s.Handle[1]) > maxPixels {
		return Sizes{}, wrong(message.Of("the handle's size is missing, or too small for a finger"))
	}
	return s, nil
}

// File returns the content of SizesFile.
func (s Sizes) File() ([]byte, error) {
	content, err := json.MarshalIndent(s, "", "  ")
	return append(content, '\n'), err
}

// Windows returns the window widths in increasing order.
func (s Sizes) Windows() []int { return slices.Sorted(maps.Keys(s.Heights)) }
