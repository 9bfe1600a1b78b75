package charter

import (
	"slices"
	"unicode/utf8"

	"charte/internal/phrase"
)

// maxShort is how long a purpose's name in the banner may be, in characters (C-11).
const maxShort = 60

// bound is a purpose with what one language's file says of it.
type bound struct {
	PurposeText
	section   *section
	tableLine int            // where its trackers are declared
	lines     map[string]int // of each tracker
	providers []string
	known     map[string]bool // the providers
	roles     [][]role        // of the columns of its tables, in order
}

// bind finds each purpose's section, reads the tables, and gathers the trackers
// that stand under it. original is nil for the original itself.
func (d *document) bind(purposes []declared, original []bound) []bound {
	all := make([]bound, len(purposes))
	d.markSections(purposes, all)
	for _, s := range d.sections {
		i := slices.IndexFunc(purposes, func(p declared) bool { return p.ID == s.under })
		var roles [][]role
		if i >= 0 && original != nil {
			roles = original[i].roles[min(len(all[i].roles), len(original[i].roles)):]
		}
		d.readTables(s, roles)
		if i < 0 {
			continue
		}
		for _, t := range s.tables {
			d.gather(&all[i], t)
		}
	}
	for i, p := range purposes {
		all[i].ID, all[i].Without = p.ID, d.without[p.ID].text
		d.checkSection(p, &all[i], original)
	}
	return all
}

// markSections tells each section which purpose it declares, and which one its
// tables belong to: the nearest heading above, of a higher rank, that has one.
func (d *document) markSections(purposes []declared, all []bound) {
	var open []*section
	for _, s := range d.sections {
		for len(open) > 0 && open[len(open)-1].level >= s.level {
			open = open[:len(open)-1]
		}
		if i := slices.IndexFunc(purposes, func(p declared) bool { return p.ID == s.id }); i >= 0 {
			s.purpose, s.under, all[i].section = s.id, s.id, s
		} else {
			if s.short != "" {
				d.report.fault(d.name, s.line, phrase.Of("the heading has short, but its id names no purpose"), phrase.Of("declare the purpose in the front matter, or take short away"))
			}
			if len(open) > 0 {
				s.under = open[len(open)-1].under
			}
		}
		open = append(open, s)
	}
}

// checkSection says what a purpose's section lacks.
func (d *document) checkSection(p declared, b *bound, original []bound) {
	s := b.section
	if s == nil {
		if original == nil {
			d.report.fault(d.name, p.line, phrase.Of("the purpose %q has no section", p.ID),
				phrase.Of(`write its heading: #### … {#%s short="…"}`, p.ID))
		}
		return
	}
	b.Title, b.Short, b.Description, b.Line = s.title, s.short, d.description(s), s.line
	if n := utf8.RuneCountInString(s.short); n > maxShort {
		d.report.fault(d.name, s.line, phrase.Of("short has %d characters; the banner has room for %d", n, maxShort), phrase.Of("say it in fewer words"))
	}
	if b.Short == "" {
		b.Short = s.title
	}
	if p.Exempt {
		return
	}
	if s.short == "" {
		d.report.fault(d.name, s.line, phrase.Of("the purpose %q has no name for the banner", p.ID),
			phrase.Of(`write it in the heading: {#%s short="…"}`, p.ID))
	}
	if b.Description == "" {
		d.report.fault(d.name, s.line, phrase.Of("the purpose %q is not described", p.ID), phrase.Of("write a paragraph under its heading"))
	}
}
