package charter

import (
	"cmp"
	"slices"
	"strconv"

	"charte/internal/phrase"

	"gopkg.in/yaml.v3"
)

// Height is how tall the banner is, in CSS pixels, in a window that is Width
// pixels wide or more, up to the next entry.
type Height struct{ Width, Height int }

// Size is a width and a height in CSS pixels.
type Size struct{ Width, Height int }

const (
	// minHeights is how many widths a table must have: with fewer, most windows
	// get a banner that is far too tall or has to be scrolled.
	minHeights = 5
	// maxPixels bounds every size: no banner is larger.
	maxPixels = 4000
	// minHandle is the smallest target that a finger meets (WCAG 2.5.5).
	minHandle = 44
)

// defaultHeights is what a charter that measured nothing gets: the shipped
// charter's sizes, in the language that takes more room.
func defaultHeights() []Height {
	return []Height{{320, 600}, {480, 490}, {640, 370}, {768, 310}, {992, 250}, {1280, 210}, {1600, 170}}
}

// defaultHandle holds its longest words in two lines of text of double size.
func defaultHandle() Size { return Size{Width: 216, Height: 64} }

// heights reads the table of heights, the narrowest window first.
func (d *document) heights(node *yaml.Node) []Height {
	if node == nil {
		return defaultHeights()
	}
	mend := phrase.Of(`write one "width: height" a line, in pixels, for 5 widths or more`)
	if node.Kind != yaml.MappingNode || len(node.Content) < 2*minHeights {
		d.faultAt(node, phrase.Of("heights needs %d widths or more", minHeights), mend)
		return defaultHeights()
	}
	var table []Height
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		width, height := pixels(key), pixels(value)
		switch {
		case width == 0 || height == 0:
			d.faultAt(key, phrase.Of("the height %q at the width %q is not a number of pixels", value.Value, key.Value), mend)
		case slices.ContainsFunc(table, func(h Height) bool { return h.Width == width }):
			d.faultAt(key, phrase.Of("the width %d stands twice in heights", width), phrase.Of("delete one"))
		default:
			table = append(table, Height{width, height})
		}
	}
	slices.SortFunc(table, func(a, b Height) int { return cmp.Compare(a.Width, b.Width) })
	return table
}

// handle reads the size of the handle.
func (d *document) handle(node *yaml.Node) Size {
	if node == nil {
		return defaultHandle()
	}
	f := d.mapping(node, phrase.Plain("handle"), "width", "height")
	size := Size{Width: pixels(f["width"]), Height: pixels(f["height"])}
	if size.Width < minHandle || size.Height < minHandle {
		d.faultAt(node, phrase.Of("the handle is smaller than %d × %d pixels, or not a number", minHandle, minHandle),
			phrase.Of("write width: and height: in pixels, each 44 or more, so that a finger can meet it"))
		return defaultHandle()
	}
	return size
}

// pixels reads a size; 0: it is none.
func pixels(node *yaml.Node) int {
	if node == nil || node.Kind != yaml.ScalarNode {
		return 0
	}
	n, err := strconv.Atoi(node.Value)
	if err != nil || n < 1 || n > maxPixels {
		return 0
	}
	return n
}
