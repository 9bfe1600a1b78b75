package charter

import (
	"slices"
	"strings"
)

// columnKind is the kind of fact that a column contains. Its values are the keys
// of locales/columns.toml.
type columnKind string

const (
	otherColumn    columnKind = ""
	providerColumn columnKind = "provider"
	serviceColumn  columnKind = "service"
	nameColumn     columnKind = "name"
	purposeColumn  columnKind = "purpose"
	durationColumn columnKind = "duration"
)

// ignoredColumn marks the words of columns that are of no kind, although they
// contain a word of one.
const ignoredColumn columnKind = "ignored"

// matchOrder lists the kinds in the order in which headers are compared with
// their words; the first match wins. "Durée du cookie" is a duration before it is
// a name, "Nom du prestataire" a provider before it is a name.
var matchOrder = []columnKind{ignoredColumn, durationColumn, purposeColumn, providerColumn, serviceColumn, nameColumn}

// kindOf returns the kind of a column from its header, in any known language.
func kindOf(header string) columnKind {
	header = lowerWithoutAccents(header)
	for _, kind := range matchOrder {
		if slices.ContainsFunc(columnWords().matches[kind], func(word string) bool { return strings.Contains(header, word) }) {
			if kind == ignoredColumn {
				return otherColumn
			}
			return kind
		}
	}
	return otherColumn
}
