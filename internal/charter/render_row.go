package charter

import (
	"slices"
	"strings"

	"charte/internal/consent"
)

// newTableColumns lists the columns of a new table, in the order of the shipped charter.
var newTableColumns = []columnKind{providerColumn, serviceColumn, nameColumn, purposeColumn, durationColumn}

// WriteRow returns a tracker as a Markdown row for the first tracker table of
// Purposes[index], in that table's columns. If the purpose has no such table,
// head is the header of a new one; otherwise it is empty.
func (t *Translation) WriteRow(index int, tracker Tracker) (head, row string) {
	columns := t.Purposes[index].columns
	name := "`" + escapeCell(tracker.Name) + "`"
	if tracker.Kind != consent.Cookie && !slices.Contains(columns, typeColumn) {
		name = string(tracker.Kind) + ": " + name
	}
	if len(columns) == 0 {
		columns, head = newTableColumns, newTableHead(t.Language)
	}
	cells := map[columnKind]string{
		providerColumn: escapeCell(tracker.Provider), serviceColumn: escapeCell(tracker.Service), nameColumn: name, typeColumn: string(tracker.Kind),
		purposeColumn: escapeCell(tracker.Purpose), durationColumn: escapeCell(tracker.Duration),
	}
	written := make([]string, len(columns))
	for i, kind := range columns {
		written[i] = cells[kind]
	}
	return head, "| " + strings.Join(written, " | ") + " |"
}

// newTableHead returns the header and the delimiter line of a new table.
func newTableHead(language string) string {
	header := columnWords().in(language).Header
	labels := make([]string, len(newTableColumns))
	for i, kind := range newTableColumns {
		labels[i] = header[kind]
	}
	return "| " + strings.Join(labels, " | ") + " |\n|" + strings.Repeat("---|", len(labels))
}

// escapeCell returns a text that stays within one cell.
func escapeCell(text string) string { return strings.ReplaceAll(collapse(text), "|", `\|`) }
