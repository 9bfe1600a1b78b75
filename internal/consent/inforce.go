package consent

import "strings"

// The names under which a registry notes what was in force, from when until
// when. [NoteText] names the texts.
const (
	NoteConfiguration = "configuration"
	NoteController    = "controller"
	NoteScope         = "scope"
	NoteTrackers      = "trackers"
	// NoteUnrecorded says how many refusals and withdrawals were honoured and
	// could not be recorded, nor kept for later.
	NoteUnrecorded = "unrecorded"
)

// NoteText names what a visitor who has not chosen is shown on a surface.
func NoteText(language string, s Surface) string { return "text " + language + " " + string(s) }

// Declared is a tracker as a charter declares it, exempt ones too.
type Declared struct{ Purpose, Provider, Tracker string }

// FormatDeclared writes trackers, a line each.
func FormatDeclared(all []Declared) string {
	var b strings.Builder
	for _, d := range all {
		cells := []string{d.Purpose, d.Provider, d.Tracker}
		for i, cell := range cells {
			cells[i] = strings.Join(strings.Fields(cell), " ") // stays in its cell
		}
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}

// ParseDeclared reads back what [FormatDeclared] wrote.
func ParseDeclared(text string) []Declared {
	var all []Declared
	for line := range strings.Lines(text) {
		if cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t"); len(cells) == 3 {
			all = append(all, Declared{cells[0], cells[1], cells[2]})
		}
	}
	return all
}
