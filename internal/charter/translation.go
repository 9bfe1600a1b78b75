package charter

import "charte/internal/consent"

// Translation is the text of a charter in one language, the original included.
type Translation struct {
	Language string
	// Title is the first heading, as plain text.
	Title string
	// LogoAlt is the text alternative of the operator's logo; empty if the front
	// matter has none.
	LogoAlt string
	// Statement has the texts of the accessibility statement; a list is empty if it is
	// not translated.
	Statement StatementTexts
	// Lead is the safe HTML between the title and the first section.
	Lead string
	// Sections lists the sections after the lead, in order.
	Sections []Section
	// Purposes lists the texts of Charter.Purposes, in the same order.
	Purposes []PurposeText
}

// Section is a heading with the content below it, up to the next heading.
type Section struct {
	// ID is the fragment of the heading, unique in the page.
	ID string
	// Level is 2 or more: only the title has level 1.
	Level int
	// Title is the heading as plain text, Heading as safe inline HTML.
	Title, Heading string
	// HTML is the safe HTML below the heading, tables included.
	HTML string
	// Purpose is the id of the purpose that the section declares; empty for other
	// sections.
	Purpose string
	// Line is the line of the heading, from 1.
	Line int
}

// PurposeText describes a purpose in one language.
type PurposeText struct {
	ID string
	// Title is the heading of its section, Short the name in the banner (60
	// characters at most), Description the first paragraph: all plain text.
	Title, Short, Description string
	// Without is what is missing from the portal if the purpose is refused, 60
	// characters at most, as it follows the word "without": "the videos". It is
	// empty if nothing is missing.
	Without  string
	Trackers []Tracker
	// Line is the line of its heading, from 1; 0 if it has no section.
	Line int

	columns []columnKind // of its first tracker table; empty if it has none
}

// Tracker is one declared cookie, or something else that is stored or read. A row with
// several names declares several.
type Tracker struct {
	// Name is an exact name or a pattern ("*" matches any text, "#" digits). Kind is
	// the kind of tracker: a cookie, a storage key, a pixel or a measurement by the server.
	Name string
	Kind consent.Kind
	// Provider, Service, Purpose and Duration are the row's cells as plain text;
	// empty if the table has no such column or the cell is empty or "-". Providers are
	// the names in Provider.
	Provider, Service, Purpose, Duration string
	Providers                            []string
	// Line is the line of the row, from 1.
	Line int
}

// ID returns what identifies the tracker in [consent.Purpose] and in the record.
func (t Tracker) ID() string { return t.Kind.ID(t.Name) }
