package charter

import "strings"

// newTable is the header of a purpose's first table, as the shipped charters have
// it: French, and English for every other language, whose headers are known too.
const (
	newTableFrench  = "| Nom du prestataire | Service et emplacement | Nom du cookie | Finalités | Durée |\n|---|---|---|---|---|"
	newTableEnglish = "| Provider | Service and location | Cookie name | Purposes | Duration |\n|---|---|---|---|---|"
)

// WriteRow writes a tracker as a row of the first table of Purposes[index], in that
// table's columns, for a person to paste. Where the purpose has no table yet, head is the
// header that a new one begins with; else it is empty.
func (c *Charter) WriteRow(index int, t Tracker) (head, row string) {
	columns := c.Purposes[index].columns
	if len(columns) == 0 {
		columns, head = []role{provider, service, name, purpose, duration}, newTableEnglish
		if c.Language == originalLanguage {
			head = newTableFrench
		}
	}
	cells := map[role]string{
		provider: inCell(t.Provider), service: inCell(t.Service), name: "`" + inCell(t.Name) + "`",
		purpose: inCell(t.Purpose), duration: inCell(t.Duration),
	}
	written := make([]string, len(columns))
	for i, column := range columns {
		written[i] = cells[column]
	}
	return head, "| " + strings.Join(written, " | ") + " |"
}

// inCell keeps a text within its cell.
func inCell(text string) string { return strings.ReplaceAll(collapse(text), "|", `\|`) }
