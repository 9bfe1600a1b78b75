package charter

import (
	"slices"

	"charte/internal/consent"
)

// addTable adds a table with its trackers and providers to the purpose that owns
// it. The provider of a row without a cookie counts too.
func addTable(b *boundPurpose, t *table) {
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
		addRow(b, t, r)
	}
}

// addRow adds the trackers and the provider of a row.
func addRow(b *boundPurpose, t *table, r row) {
	text := func(kind columnKind) string {
		if i := t.column(kind); i >= 0 && i < len(r.cells) {
			return r.cells[i].text
		}
		return ""
	}
	provider := text(providerColumn)
	if provider != "" && !b.hasProvider[provider] {
		b.providers, b.hasProvider[provider] = append(b.providers, provider), true
	}
	for _, name := range t.names(r) {
		if first, found := b.trackerLines[name]; found {
			b.duplicates = append(b.duplicates, duplicate{name, r.line, first})
			continue
		}
		b.trackerLines[name] = r.line
		b.Trackers = append(b.Trackers, Tracker{Name: name, Provider: provider, Service: text(serviceColumn),
			Purpose: text(purposeColumn), Duration: text(durationColumn), Line: r.line})
	}
}

// names returns the tracker names of a row of the table.
func (t *table) names(r row) []string {
	if i := t.column(nameColumn); i < len(r.cells) {
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
			p.Trackers = append(p.Trackers, t.Name)
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
