package charter

import (
	"regexp"
	"strings"

	"charte/internal/message"
)

var explicitID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.:-]*$`)

// nameSections sets title, short name and id of every section. Explicit ids come
// first, so that no generated id can take one.
func nameSections(d *document, taken *ids) {
	for _, s := range d.sections {
		if s.heading != nil {
			s.title = plainText(d.html.inline(s.heading))
			readHeading(d.source, s, taken)
		}
	}
	for _, s := range d.sections[1:] {
		if s.id == "" {
			s.id = taken.add(slug(s.title), s.line)
		}
	}
}

// readHeading reads the attributes {#id short="…"} of a heading.
func readHeading(src *source, s *section, taken *ids) {
	if s.title == "" {
		src.fault(s.line, message.Of("the heading is empty"), message.Of("write its words after the #, or delete the line"))
	}
	if strings.HasSuffix(s.title, "}") && strings.Contains(s.title, "{") {
		src.fault(s.line, message.Of("the attributes in braces after the heading cannot be read"),
			message.Of(`write it with straight quotes: {#statistics short="Measure visits"}`))
	}
	for _, a := range s.heading.Attributes() {
		name := string(a.Name)
		value, ok := a.Value.([]byte)
		switch {
		case name == "id" && ok:
			setExplicitID(src, s, string(value), taken)
		case name == "short" && ok:
			s.short = collapse(string(value))
		default:
			src.fault(s.line, message.Of("the heading's attribute %q is not known here", name), message.Of(`only {#id short="…"} is read`))
		}
	}
}

// setExplicitID gives a section the id that its heading names, if it is free.
func setExplicitID(src *source, s *section, id string, taken *ids) {
	line := taken.lines[id]
	switch {
	case s.level == 1:
		src.warn(s.line, message.Of("the page title's id %q is not used", id), message.Of("delete it; a purpose needs its own heading below the page title"))
	case !explicitID.MatchString(id):
		src.fault(s.line, message.Of("the heading's id %q is not valid", id), message.Of("write a letter, then letters, digits, - or _"))
	case taken.has(id) && line == 0:
		src.fault(s.line, message.Of("the heading's id %q is reserved for the page itself", id), message.Of("choose another"))
	case taken.has(id):
		src.fault(s.line, message.Of("the heading's id %q is already used on line %d", id, line), message.Of("choose another"))
	default:
		s.id = taken.add(id, s.line)
	}
}
