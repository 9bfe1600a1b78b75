package charter

import "charte/internal/phrase"

// compare faults what one language declares and the other does not: visitors of
// every language are asked about the same (H-09).
func compare(r *report, original, other *document, of, in []bound) {
	for i := range of {
		missing(r, original, other, of[i], in[i])
		missing(r, other, original, in[i], of[i])
		missingWithout(r, original, other, of[i].ID)
		missingWithout(r, other, original, of[i].ID)
	}
	if a, b := len(original.sections), len(other.sections); a != b {
		r.warn(other.name, 0, phrase.Of("has %d headings; %s has %d", b, original.name, a), phrase.Of("translate the whole text"))
	}
}

// missing faults what has declares and lacks does not.
func missing(r *report, has, lacks *document, a, b bound) {
	if a.section == nil {
		return
	}
	if b.section == nil {
		r.fault(lacks.name, 0, phrase.Of("the section of the purpose %q is missing; %s:%d declares it", a.ID, has.name, a.section.line),
			phrase.Of(`translate it, with the same id: {#%s short="…"}`, a.ID))
		r.about(AboutLanguages)
		return
	}
	line := b.tableLine
	if line == 0 {
		line = b.section.line
	}
	for _, t := range a.Trackers {
		if _, there := b.lines[t.Name]; !there {
			r.fault(lacks.name, line, phrase.Of("tracker %q is missing; %s:%d declares it", t.Name, has.name, t.Line), phrase.Text{})
			r.about(AboutLanguages)
		}
	}
}
