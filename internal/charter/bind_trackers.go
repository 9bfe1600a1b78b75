package charter

import (
	"slices"
	"strings"

	"charte/internal/consent"
)

// addTable adds a table with its trackers and providers to the purpose that owns
// it. The provider of a row without a cookie counts too. The names in whole are not
// split.
func addTable(b *boundPurpose, t *table, whole []string) {
	b.tables = append(b.tables, t)
	if !t.declares {
		return
	}
	if b.firstDeclaring() == t {
		for _, c := range t.columns {
			b.columns = append(b.columns, c.kind)
		}
	}
	for _, r := range t.rows {
		addRow(b, t, r, whole)
	}
}

// addRow adds the trackers and the providers of a row.
func addRow(b *boundPurpose, t *table, r row, whole []string) {
	providers := t.providers(r, whole)
	for _, provider := range providers {
		if !b.hasProvider[provider] {
			b.providers, b.hasProvider[provider] = append(b.providers, provider), true
		}
	}
	for _, n := range t.names(r) {
		if first, found := b.trackerLines[n.id()]; found {
			b.duplicates = append(b.duplicates, duplicate{n.id(), r.line, first})
			continue
		}
		b.trackerLines[n.id()] = r.line
		b.Trackers = append(b.Trackers, Tracker{Name: n.name, Kind: n.kind, Provider: t.text(r, providerColumn), Providers: providers,
			Service: t.text(r, serviceColumn), Purpose: t.text(r, purposeColumn), Duration: t.text(r, durationColumn), Line: r.line})
	}
}

// providers returns the providers that a row names.
func (t *table) providers(r row, whole []string) []string {
	for i, c := range t.columns {
		if c.kind != providerColumn || i >= len(r.cells) {
			continue
		}
		if slices.Contains(whole, r.cells[i].text) {
			return []string{r.cells[i].text}
		}
		var lines []string
		for line := range strings.SplitSeq(r.cells[i].html, "<br>") {
			lines = append(lines, plainText(line))
		}
		if found := providersIn(lines, whole); len(found) > 0 {
			return found
		}
	}
	return nil
}

// names returns the trackers that a row of the table names.
func (t *table) names(r row) []declaredName {
	if i := t.column(nameColumn); i >= 0 && i < len(r.cells) {
		return r.cells[i].names
	}
	return nil
}

// firstDeclaring returns the first table of the purpose that declares trackers;
// nil if none does.
func (b *boundPurpose) firstDeclaring() *table {
	for _, t := range b.tables {
		if t.declares {
			return t
		}
	}
	return nil
}

// withTrackers returns the declared purposes with the trackers and providers of
// the original's tables. The providers of the front matter come first.
func withTrackers(declared []declaredPurpose, bound []boundPurpose) []consent.Purpose {
	purposes := make([]consent.Purpose, len(declared))
	for i, p := range declared {
		for _, t := range bound[i].Trackers {
			p.Trackers = append(p.Trackers, t.ID())
		}
		named := p.Providers
		for _, name := range bound[i].providers {
			if !slices.Contains(named, name) {
				p.Providers = append(p.Providers, name)
			}
		}
		purposes[i] = p.Purpose
	}
	return purposes
}
