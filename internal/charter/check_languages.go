package charter

import (
	"math"
	"slices"

	"charte/internal/message"
)

// checkLanguages reports purposes and trackers that only one of two languages
// declares: visitors of every language must be asked the same (H-09).
func checkLanguages(original, translation *document, inOriginal, inTranslation []boundPurpose) {
	for i := range inOriginal {
		checkMissing(original, translation, inOriginal[i], inTranslation[i])
		checkMissing(translation, original, inTranslation[i], inOriginal[i])
		checkMissingWithout(original, translation, inOriginal[i], inTranslation[i])
		checkMissingWithout(translation, original, inTranslation[i], inOriginal[i])
	}
	if a, b := len(original.sections), len(translation.sections); a != b {
		translation.warn(0, message.Count(b, "has %d heading; %s has %d", "has %d headings; %s has %d", original.name, a), message.Of("translate the whole text"))
	}
}

// checkMissing reports what the first file declares for a purpose and the second does not.
// It reports no tracker of a section with faults of its own, because each row that cannot
// be read would be reported as missing too, once for each language.
func checkMissing(first, second *document, inFirst, inSecond boundPurpose) {
	if inFirst.section == nil {
		return
	}
	if inSecond.section == nil {
		second.faultAbout(AboutLanguages, 0, message.Of("the section of the purpose %q is missing; %s:%d declares it", inFirst.ID, first.name, inFirst.section.line),
			message.Of(`translate it, with the same id: {#%s short="…"}`, inFirst.ID))
		return
	}
	if second.misread(inSecond.section) {
		return
	}
	line := inSecond.section.line
	if t := inSecond.firstDeclaring(); t != nil {
		line = t.line
	}
	for _, t := range inFirst.Trackers {
		if _, found := inSecond.trackerLines[t.ID()]; !found {
			second.faultReading(AboutLanguages, line, message.Of("tracker %q is missing; %s:%d declares it", t.Name, first.name, t.Line), message.Text{})
		}
	}
}

// checkMissingWithout reports a key "without" that the first file has and the second
// does not.
func checkMissingWithout(first, second *document, inFirst, inSecond boundPurpose) {
	if inFirst.without.text == "" || inSecond.without.text != "" {
		return
	}
	second.faultAbout(AboutLanguages, second.front.line, message.Of("the purpose %q has no without here; %s:%d has one", inFirst.ID, first.name, inFirst.without.line),
		message.Of("add to the front matter, under purposes:, the keys id: %s and without: with its words", inFirst.ID))
}

// misread reports whether a section, or one below it, has a fault that does not concern
// the other languages.
func (d *document) misread(s *section) bool {
	end := math.MaxInt
	for _, next := range d.sections {
		if next.line > s.line && next.level <= s.level {
			end = next.line
			break
		}
	}
	return slices.ContainsFunc(d.report.faults, func(f Fault) bool {
		return f.File == d.name && f.Topic != AboutLanguages && f.Line >= s.line && f.Line < end
	})
}
