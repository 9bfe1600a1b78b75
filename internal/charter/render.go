package charter

// render writes the title, sections and purposes of a bound file.
func render(d *document, bound []boundPurpose) *Translation {
	title := d.sections[0]
	t := &Translation{Title: title.title, Lead: d.html.block(title.body)}
	for _, s := range d.sections[1:] {
		t.Sections = append(t.Sections, Section{
			ID: s.id, Level: s.level, Title: s.title, Heading: d.html.inline(s.heading),
			HTML: d.html.block(s.body), Purpose: s.purpose, Line: s.line,
		})
	}
	for _, b := range bound {
		t.Purposes = append(t.Purposes, b.PurposeText)
	}
	return t
}
