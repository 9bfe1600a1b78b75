package charter

import "slices"

// boundPurpose is a declared purpose with its section, tables and trackers in one
// file.
type boundPurpose struct {
	PurposeText
	without      without
	section      *section // nil if the file has none
	tables       []*table
	trackerLines map[string]int // line of each tracker, by its name
	providers    []string       // of its rows, each once
	hasProvider  map[string]bool
	duplicates   []duplicate
}

// duplicate is a tracker that a purpose declares a second time, and is not added again.
type duplicate struct {
	name        string
	line, first int
}

// bind finds the section of each declared purpose and collects the trackers of its
// tables. original holds the purposes in the original file; it is nil for the
// original itself. bind reports nothing: see checkDocument.
func bind(d *document, declared []declaredPurpose, texts ownTexts, original []boundPurpose) []boundPurpose {
	bound := make([]boundPurpose, len(declared))
	for i, p := range declared {
		bound[i].ID, bound[i].without = p.ID, texts.without[p.ID]
		bound[i].Without = bound[i].without.text
		bound[i].trackerLines, bound[i].hasProvider = map[string]int{}, map[string]bool{}
	}
	bindSections(d.sections, bound)
	for _, s := range d.sections {
		i := indexOfPurpose(bound, s.owner)
		for _, t := range s.tables {
			if i < 0 {
				bindTable(t, s)
				continue
			}
			if original != nil {
				followOriginal(t, original[i], len(bound[i].tables))
			}
			bindTable(t, s)
			addTable(&bound[i], t, declared[i].Providers)
		}
	}
	for i := range bound {
		addTexts(d, &bound[i])
	}
	return bound
}

// indexOfPurpose returns the index of a purpose by its id, and -1 if there is none.
func indexOfPurpose(bound []boundPurpose, id string) int {
	return slices.IndexFunc(bound, func(b boundPurpose) bool { return b.ID == id })
}
