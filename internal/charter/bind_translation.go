package charter

import "slices"

// followOriginal gives the columns of a translated table their kinds. The column that
// names the original's trackers is that of names, whatever the headers; a column with
// an unknown header is what the original has in its place.
func followOriginal(t *table, original boundPurpose, n int) {
	model := t.modelIn(original, n)
	names := t.columnNaming(original)
	if names >= 0 {
		for i := range t.columns {
			if t.columns[i].kind == nameColumn {
				t.columns[i].kind = unknownColumn
			}
		}
		t.columns[names].header = header{kind: nameColumn}
	}
	if model == nil || len(model.columns) != len(t.columns) || model.column(nameColumn) != t.column(nameColumn) && t.column(nameColumn) >= 0 {
		return
	}
	for i := range t.columns {
		if kind := model.columns[i].kind; t.columns[i].kind == unknownColumn && (t.column(kind) < 0 || kind == otherColumn) {
			t.columns[i].header = model.columns[i].header
		}
	}
}

// columnNaming returns the column whose cells name most trackers of the original, and
// -1 if none does.
func (t *table) columnNaming(original boundPurpose) int {
	best, most := -1, 0
	for i := range t.columns {
		found := 0
		for _, r := range t.rows {
			if i < len(r.cells) && original.declaresAny(r.cells[i].source) {
				found++
			}
		}
		if found > most {
			best, most = i, found
		}
	}
	return best
}

// declaresAny reports whether the purpose declares a tracker that a cell names.
func (b *boundPurpose) declaresAny(source string) bool {
	return slices.ContainsFunc(namesIn(source, ""), func(n declaredName) bool {
		return slices.ContainsFunc(b.Trackers, func(t Tracker) bool { return t.Name == n.name })
	})
}

// modelIn returns the original's table with the same trackers, else its n-th one; nil
// if it has neither.
func (t *table) modelIn(original boundPurpose, n int) *table {
	for _, model := range original.tables {
		for _, r := range model.rows {
			for _, name := range model.names(r) {
				if t.mentions(name) {
					return model
				}
			}
		}
	}
	if n < len(original.tables) {
		return original.tables[n]
	}
	return nil
}

// mentions reports whether a cell of the table names a tracker.
func (t *table) mentions(name declaredName) bool {
	for _, r := range t.rows {
		for _, c := range r.cells {
			if slices.ContainsFunc(namesIn(c.source, ""), func(n declaredName) bool { return n.name == name.name }) {
				return true
			}
		}
	}
	return false
}
