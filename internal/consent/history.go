package consent

import (
	"strings"
	"time"
)

// Period is a time during which a value was in force.
type Period struct {
	// Name is one of the Note constants, or the result of [NoteText].
	Name string
	// Value is a hash or a short text; empty for a text that was not shown any more.
	Value string
	// From and Until are in UTC, to the second. Until is zero while the value is
	// in force.
	From, Until time.Time
}

// The names under which a registry notes the values in force; [NoteText] gives those
// of texts.
const (
	NoteConfiguration = "configuration"
	NoteController    = "controller"
	NoteScope         = "scope"
	// NoteReader holds the reader of charters, a number, and the scope that it read.
	NoteReader   = "reader"
	NoteTrackers = "trackers"
	// NoteUnrecorded counts the refusals and withdrawals that were honoured but
	// neither recorded nor spooled.
	NoteUnrecorded = "unrecorded"
)

// NoteText returns the name of the text that a visitor without a choice sees on a
// surface.
func NoteText(language string, s Surface) string { return noteText + language + " " + string(s) }

const noteText = "text "

// TextOf returns the language and the surface of a name that [NoteText] returned. It
// reports whether name is one.
func TextOf(name string) (language string, s Surface, ok bool) {
	place, ok := strings.CutPrefix(name, noteText)
	language, surface, _ := strings.Cut(place, " ")
	return language, Surface(surface), ok
}

// Declared is a tracker that a charter declares; exempt trackers are included.
type Declared struct{ Purpose, Provider, Tracker string }

// FormatDeclared writes one tracker per line, its three fields separated by tabs.
func FormatDeclared(all []Declared) string {
	var b strings.Builder
	for _, d := range all {
		cells := []string{d.Purpose, d.Provider, d.Tracker}
		for i, cell := range cells {
			cells[i] = strings.Join(strings.Fields(cell), " ") // no tab or line break in a field
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}

// ParseDeclared reads the format of [FormatDeclared]. It skips other lines.
func ParseDeclared(text string) []Declared {
	var all []Declared
	for line := range strings.Lines(text) {
		if cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(cells) == 3 {
			all = append(all, Declared{cells[0], cells[1], cells[2]})
		}
	}
	return all
}
