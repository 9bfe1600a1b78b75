package charter

import (
	"regexp"

	"charte/internal/message"
)

var hexColour = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)

// readColour returns the brand's colour. Without quotes YAML reads it as a comment.
func readColour(m mapping) string {
	node, found := m.values["colour"]
	value := m.text("colour")
	if found && !hexColour.MatchString(value) {
		m.front.faultAt(node, message.Of("colour: %q is not a colour as #rrggbb", value), message.Of(`write it in quotes: colour: "#123f57"`))
		return ""
	}
	return value
}
