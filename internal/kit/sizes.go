package kit

import (
	"encoding/json"
	"maps"
	"slices"

	"charte/internal/message"
)

// SizesFile is the file of the content folder that holds sizes that a browser
// measured; they stand before those of the charter's front matter.
const SizesFile = "kit-heights.json"

// Sizes are how large the banner and the handle are in a portal's page, and what
// was measured.
type Sizes struct {
	// Shown is the hash of what was measured: text, style and languages.
	Shown string `json:"shown"`
	// Measured is the day: 2026-11-23.
	Measured string `json:"measured"`
	// Heights are the banner's, by the narrowest window that they are for; Handle is
	// the handle's width and height. All are CSS pixels.
	Heights map[int]int `json:"heights"`
	Handle  [2]int      `json:"handle"`
}

// The bounds of a size, in CSS pixels, and how few windows a table may tell apart:
// those of the charter's front matter.
const (
	maxPixels = 4000
	minHandle = 44
	minSizes  = 5
)

// ReadSizes reads what [Sizes.File] wrote. It is a file that people may touch.
func ReadSizes(content []byte) (Sizes, error) {
	var s Sizes
	wrong := func(problem message.Text) error {
		return message.Fault{File: SizesFile, Problem: problem, Fix: message.Of("measure again: charte embed --measure, or delete the file")}
	}
	if err := json.Unmarshal(content, &s); err != nil {
		return Sizes{}, wrong(message.Of("is not what charte embed --measure writes: %v", err))
	}
	if len(s.Heights) < minSizes {
		return Sizes{}, wrong(message.Of("has %d heights of %d or more", len(s.Heights), minSizes))
	}
	for width, height := range s.Heights {
		if min(width, height) < 1 || max(width, height) > maxPixels {
			return Sizes{}, wrong(message.Of("the height %d at the width %d is no size of a banner", height, width))
		}
	}
	if min(s.Handle[0], s.Handle[1]) < minHandle || max(s.Handle[0], s.Handle[1]) > maxPixels {
		return Sizes{}, wrong(message.Of("the handle is too small for a finger, or no size"))
	}
	return s, nil
}

// File writes the sizes out.
func (s Sizes) File() ([]byte, error) {
	content, err := json.MarshalIndent(s, "", "  ")
	return append(content, '\n'), err
}

// Windows are the widths of the heights, rising.
func (s Sizes) Windows() []int { return slices.Sorted(maps.Keys(s.Heights)) }
