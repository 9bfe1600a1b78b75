package charter

import (
	"strings"

	"charte/internal/message"
)

// checkTable reports errors in a table of a section.
func checkTable(src *source, t *table, s *section) {
	if have, want := countCells(t.source), len(t.columns); have < want {
		src.fault(t.line, message.Of("cells in the header: %d, in the |---| line under it: %d", have, want), message.Of("give both lines the same number of cells"))
	}
	checkColumns(src, t, s)
	checkDeclares(src, t, s)
	for _, r := range t.rows {
		checkRow(src, t, r)
		if t.declares && t.column(nameColumn) < len(r.cells) && !r.isTitle(t.column(nameColumn)) {
			checkNames(src, t, r)
		}
	}
}

// checkRow compares the number of a row's cells with the header's.
func checkRow(src *source, t *table, r row) {
	have, want := countCells(r.source), len(t.columns)
	problem := message.Of("cells in this row: %d, in the header: %d", have, want)
	switch {
	case delimiter.MatchString(r.source):
		src.fault(r.line, message.Of("the table has a second |---| line"), message.Of("put a blank line between two tables"))
	case strings.Contains(t.source, "|") && !strings.Contains(r.source, "|"):
		src.fault(r.line, message.Of("text directly under a table is read as one of its rows"), message.Of("put a blank line above it"))
	case have > want:
		src.fault(r.line, problem, message.Of(`write \| for a bar that is only text, or add the column to the header`))
	case have < want && t.declares:
		src.fault(r.line, problem, message.Of("leave a cell empty rather than out: | |"))
	case have < want:
		src.warn(r.line, problem, message.Of("leave a cell empty rather than out: | |"))
	}
}
