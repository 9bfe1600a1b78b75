package charter

import (
	"slices"
	"unicode/utf8"

	"charte/internal/consent"
	"charte/internal/message"
)

// maxShort is the greatest length of a purpose's name in the banner, in
// characters (C-11).
const maxShort = 60

// checkDocument reports what is wrong in one bound file, in any language.
func checkDocument(d *document, declared []declaredPurpose, bound []boundPurpose) {
	for _, s := range d.sections {
		if s.short != "" && s.purpose == "" {
			d.fault(s.line, message.Of("the heading has short, but its id is not that of a purpose"), message.Of("declare the purpose in the front matter, or remove short"))
		}
		for _, t := range s.tables {
			checkTable(d.source, t, s)
		}
	}
	if objects := slices.ContainsFunc(declared, func(p declaredPurpose) bool { return p.Objection }); objects {
		for _, s := range d.sections {
			if s.id == objectionsID {
				d.fault(s.line, message.Of("the heading's id %q is reserved for the page itself", s.id), message.Of("choose another"))
			}
		}
	}
	for i, p := range declared {
		for _, t := range bound[i].duplicates {
			d.fault(t.line, message.Of("the tracker %q is already declared on line %d", t.name, t.first), message.Of("delete one"))
		}
		if bound[i].section != nil {
			checkPurposeTexts(d.source, p, bound[i])
		}
	}
}

// checkPurposeTexts reports missing and overlong texts of a purpose.
func checkPurposeTexts(src *source, p declaredPurpose, b boundPurpose) {
	s := b.section
	if n := utf8.RuneCountInString(s.short); n > maxShort {
		src.fault(s.line, message.Of("short has %d characters; the banner has room for %d", n, maxShort), message.Of("shorten it"))
	}
	if p.Exempt && !p.Objection {
		return
	}
	if s.short == "" && utf8.RuneCountInString(s.title) > maxShort {
		src.fault(s.line, message.Of("the purpose %q has no name for the banner", p.ID),
			message.Of(`write it in the heading: {#%s short="…"}`, p.ID))
	}
	if b.Description == "" {
		src.fault(s.line, message.Of("the purpose %q is not described", p.ID), message.Of("write a paragraph under its heading"))
	}
}

// checkOriginal compares the front matter of the original with its sections and
// tables. purposes are the declared purposes with their trackers.
func checkOriginal(d *document, declared []declaredPurpose, bound []boundPurpose, purposes []consent.Purpose) {
	for i, p := range declared {
		if bound[i].section == nil {
			if line, nested := d.nested[p.ID]; nested {
				d.fault(line, message.Of("the heading of the purpose %q is inside a list or a quotation, so it starts no section", p.ID), message.Of("begin the line with its #"))
				continue
			}
			d.fault(p.line, message.Of("the purpose %q has no section", p.ID),
				message.Of(`write its heading: #### … {#%s short="…"}`, p.ID))
			continue
		}
		checkTrackers(d.source, p.line, purposes[i], bound[i])
	}
	warnSharedTrackers(d.source, bound)
	warnProse(d, bound)
}

// checkTrackers compares the trackers of a purpose with its front matter, which
// is on the given line.
func checkTrackers(src *source, line int, p consent.Purpose, b boundPurpose) {
	if p.Exempt {
		if len(b.Trackers) == 0 {
			src.warn(b.section.line, message.Of("the exempt purpose %q declares no tracker", p.ID), message.Of("add a table of its cookies; those in a sentence or a list are shown, but not declared"))
		}
		return
	}
	switch {
	case len(b.Trackers) == 0 && !p.NoneToday:
		src.faultReading("", b.section.line, message.Of("the purpose %q declares no tracker", p.ID),
			message.Of("add its table, or write none_today: true on line %d if nothing is set today", line))
	case len(b.Trackers) > 0 && p.NoneToday:
		src.fault(line, message.Of("the purpose %q has none_today, but line %d declares a tracker", p.ID, b.Trackers[0].Line),
			message.Of("delete none_today, or the table"))
	}
	for _, key := range slices.DeleteFunc(slices.Clone(p.PlatformKeys), p.DeclaresTool) {
		src.faultReading(AboutPlatform, line, message.Of("the purpose %q lists the platform key %q, but declares no tracker of that tool", p.ID, key),
			message.Of("declare the tool's cookies in the purpose's table, or delete the key"))
	}
}
