package charter

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"charte/internal/phrase"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

var explicitID = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.:-]*$`)

// reservedIDs are the fragments that the pages use for themselves.
var reservedIDs = []string{"choices", "content", "top", "main"}

// nameSections gives every section its title and an id that is unique in the
// page. Explicit ids come first, so that no other heading can take one.
func (d *document) nameSections() {
	for _, id := range reservedIDs {
		d.ids[id] = 0
	}
	for _, s := range d.sections {
		if s.heading != nil {
			s.title = plain(d.inline(s.heading))
			d.readAttributes(s)
		}
	}
	for _, s := range d.sections[1:] {
		if s.id == "" {
			s.id = d.newID(slug(s.title), s.line)
		}
	}
}

// readAttributes reads {#id short="…"} of a heading.
func (d *document) readAttributes(s *section) {
	if s.title == "" {
		d.report.fault(d.name, s.line, phrase.Of("the heading is empty"), phrase.Of("write its words after the #, or delete the line"))
	}
	if strings.HasSuffix(s.title, "}") && strings.Contains(s.title, "{") {
		d.report.fault(d.name, s.line, phrase.Of("what stands in braces after the heading cannot be read"),
			phrase.Of(`write it with straight quotes: {#statistics short="Cookies statistiques"}`))
	}
	for _, a := range s.heading.Attributes() {
		name := string(a.Name)
		value, ok := a.Value.([]byte)
		switch {
		case name == "id" && ok:
			d.takeID(s, string(value))
		case name == "short" && ok:
			s.short = collapse(string(value))
		default:
			d.report.fault(d.name, s.line, phrase.Of("the heading's attribute %q is not known here", name), phrase.Of(`only {#id short="…"} is read`))
		}
	}
}

func (d *document) takeID(s *section, id string) {
	line, taken := d.ids[id]
	switch {
	case s.level == 1:
		d.report.warn(d.name, s.line, phrase.Of("the title's id %q is not used", id), phrase.Of("delete it; a purpose needs a heading below the title"))
	case !explicitID.MatchString(id):
		d.report.fault(d.name, s.line, phrase.Of("the heading's id %q cannot be used", id), phrase.Of("write a letter, then letters, digits, - or _"))
	case taken && line == 0:
		d.report.fault(d.name, s.line, phrase.Of("the heading's id %q is one that the page uses itself", id), phrase.Of("choose another"))
	case taken:
		d.report.fault(d.name, s.line, phrase.Of("the heading's id %q stands on line %d too", id, line), phrase.Of("choose another"))
	default:
		d.ids[id], s.id = s.line, id
	}
}

// newID takes wanted, or wanted-2, wanted-3 and so on.
func (d *document) newID(wanted string, line int) string {
	id := wanted
	for {
		if _, taken := d.ids[id]; !taken {
			d.ids[id] = line
			return id
		}
		d.next[wanted] = max(d.next[wanted], 1) + 1
		id = wanted + "-" + strconv.Itoa(d.next[wanted])
	}
}

// slug makes an id of a title: letters without accents, digits and hyphens.
func slug(title string) string {
	var b strings.Builder
	for _, c := range norm.NFD.String(strings.ToLower(title)) {
		switch {
		case unicode.Is(unicode.Mn, c):
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "section"
}

// description is the first paragraph of a section, as plain text.
func (d *document) description(s *section) string {
	for node := s.body.FirstChild(); node != nil; node = node.NextSibling() {
		if node.Kind() == ast.KindParagraph {
			return plain(d.inline(node))
		}
	}
	return ""
}
