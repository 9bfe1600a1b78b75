package charter

import (
	"cmp"
	"slices"
	"strconv"

	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

const (
	// minHeights is the smallest number of widths in a table of heights: with
	// fewer, the banner is far too tall or must be scrolled in most windows.
	minHeights = 5
	// maxPixels bounds every size: no banner is larger.
	maxPixels = 4000
	// minHandle is the smallest target size for touch (WCAG 2.5.5).
	minHandle = 44
)

// DefaultHeights returns the heights of a charter that gives none: room for three purposes
// with a sentence each.
func DefaultHeights() []Height {
	return []Height{{320, 470}, {360, 445}, {480, 400}, {768, 330}, {1120, 220}, {1280, 200}, {1440, 192}}
}

// DefaultHandle returns the size of the built-in handle. Kit 1 hides its last row of
// pixels below the window's edge, and 44 remain.
func DefaultHandle() Size { return Size{Width: 104, Height: minHandle + 1} }

// readHeights reads the table of heights and sorts it, narrowest window first.
func readHeights(f *frontMatter, node *yaml.Node) []Height {
	if node == nil {
		return DefaultHeights()
	}
	fix := message.Of(`write one "width: height" a line, in pixels, for 5 widths or more`)
	if node.Kind != yaml.MappingNode || len(node.Content) < 2*minHeights {
		f.faultAt(node, message.Of("heights needs %d widths or more", minHeights), fix)
		return DefaultHeights()
	}
	var table []Height
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		width, height := pixels(key), pixels(value)
		switch {
		case width == 0 || height == 0:
			f.faultAt(key, message.Of("the height %q at the width %q is not a number of pixels", value.Value, key.Value), fix)
		case slices.ContainsFunc(table, func(h Height) bool { return h.Width == width }):
			f.faultAt(key, message.Of("the width %d is repeated in heights", width), message.Of("delete one"))
		default:
			table = append(table, Height{width, height})
		}
	}
	slices.SortFunc(table, func(a, b Height) int { return cmp.Compare(a.Width, b.Width) })
	return table
}

// readHandle reads the size of the handle.
func readHandle(f *frontMatter, node *yaml.Node) Size {
	if node == nil {
		return DefaultHandle()
	}
	m := f.mapping(node, message.Plain("handle"), "width", "height")
	size := Size{Width: pixels(m.values["width"]), Height: pixels(m.values["height"])}
	if size.Width < minHandle || size.Height < minHandle {
		f.faultAt(node, message.Of("the handle is smaller than %d × %d pixels, or not a number", minHandle, minHandle),
			message.Of("write width: and height: in pixels, each 44 or more, so that a finger can touch it"))
		return DefaultHandle()
	}
	return size
}

// pixels returns a size in pixels, and 0 if the node is not one.
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
