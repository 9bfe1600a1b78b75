package charter

import (
	"slices"

	"charte/internal/consent"
	"charte/internal/phrase"
)

// gather adds a table's trackers and providers to its purpose. A provider named
// in a row without a cookie counts too: it is one more who is there.
func (d *document) gather(b *bound, t *table) {
	b.roles = append(b.roles, t.roles())
	if !t.trackers {
		return
	}
	if b.tableLine == 0 {
		b.tableLine, b.columns = t.line, t.roles()
	}
	if b.lines == nil {
		b.lines, b.known = map[string]int{}, map[string]bool{}
	}
	for _, r := range t.rows {
		of := func(wanted role) string {
			if i := t.column(wanted); i >= 0 && i < len(r.cells) {
				return r.cells[i].text
			}
			return ""
		}
		if p := of(provider); p != "" && !b.known[p] {
			b.providers, b.known[p] = append(b.providers, p), true
		}
		i := t.column(name)
		if i >= len(r.cells) {
			continue
		}
		for _, n := range r.cells[i].names {
			if line, twice := b.lines[n]; twice {
				d.report.fault(d.name, r.line, phrase.Of("the tracker %q stands on line %d too", n, line), phrase.Of("delete one"))
				continue
			}
			b.lines[n] = r.line
			b.Trackers = append(b.Trackers, Tracker{Name: n, Provider: of(provider), Service: of(service),
				Purpose: of(purpose), Duration: of(duration), Line: r.line})
		}
	}
}

// checkTrackers holds what the front matter says of a purpose against its tables.
func (d *document) checkTrackers(p consent.Purpose, b bound, line int) {
	if b.section == nil {
		return
	}
	switch has := len(b.Trackers) > 0; {
	case !p.Exempt && !has && !p.NoneToday:
		d.report.fault(d.name, b.section.line, phrase.Of("the purpose %q declares no tracker", p.ID),
			phrase.Of("add its table, or write none_today: true on line %d if nothing is set today", line))
	case !p.Exempt && has && p.NoneToday:
		d.report.fault(d.name, line, phrase.Of("the purpose %q says none_today, but line %d declares a tracker", p.ID, b.Trackers[0].Line),
			phrase.Of("delete none_today, or the table"))
	}
	for _, key := range p.PlatformKeys {
		if !p.Exempt && !p.DeclaresTool(key) {
			d.report.fault(d.name, line, phrase.Of("the purpose %q names the platform key %q, but declares no tracker of that tool", p.ID, key),
				phrase.Of("declare the tool's cookies in the purpose's table, or delete the key"))
			d.report.about(AboutPlatform)
		}
	}
}

// warnShared tells of trackers that stand under two purposes.
func (d *document) warnShared(all []bound) {
	first := map[string]string{}
	for _, b := range all {
		for _, t := range b.Trackers {
			if other, shared := first[t.Name]; shared {
				d.report.warn(d.name, t.Line, phrase.Of("the tracker %q stands under the purpose %q too", t.Name, other), phrase.Of("a tracker should serve one purpose"))
			}
			first[t.Name] = b.ID
		}
	}
}

// purposesOf joins the front matter and the tables of the original. The
// providers of a purpose are those of its front matter, then each provider cell
// of its tables, in order, each once.
func (d *document) purposesOf(list []declared, all []bound) []consent.Purpose {
	purposes := make([]consent.Purpose, len(list))
	for i, p := range list {
		for _, t := range all[i].Trackers {
			p.Trackers = append(p.Trackers, t.Name)
		}
		named := p.Providers
		for _, name := range all[i].providers {
			if !slices.Contains(named, name) {
				p.Providers = append(p.Providers, name)
			}
		}
		d.checkTrackers(p.Purpose, all[i], p.line)
		purposes[i] = p.Purpose
	}
	d.warnShared(all)
	return purposes
}
