package check

import (
	"regexp"

	"charte/internal/charter"
	"charte/internal/message"
)

// retentionRules are about how long records are kept, and what is said of it.
func retentionRules() []Rule {
	return []Rule{
		{"retention-unconfirmed", Warning, Silent, "The data-protection officer decides how long proof is kept.", "P-10; GDPR art. 5(1)(e)",
			"Once the officer has agreed, write retention_confirmed: and the period.", unconfirmed},
		{"retention-off", Fault, Warns, "Records must not be kept longer than their purpose requires.", "P-10; GDPR art. 5(1)(e)",
			"Set --retention to the period that the officer confirms; 66 months is the default.", keptForEver},
		{"retention-untold", Warning, Silent, "The charter must state how long choices are kept.", "P-12; GDPR art. 13(2)(a)",
			"Write the period, in digits, in the section {#retention}.", untold},
		{"retention-differs", Fault, Warns, "The period in the charter differs from --retention.", "P-10; P-12; GDPR art. 13(2)(a)",
			"Correct the text in every language, or --retention.", retentionDiffers},
	}
}

func keptForEver(in *Input) []Finding {
	if in.Settings == nil || in.Settings.Retention > 0 {
		return nil
	}
	return setting(message.Of("--retention is off: records are never removed"))
}

func unconfirmed(in *Input) []Finding {
	if in.Charter == nil || in.Settings == nil || in.Settings.Retention == 0 {
		return nil
	}
	confirmed := in.Charter.RetentionConfirmed
	if length, ok := Lifetime(confirmed); ok && months(length) == in.Settings.Retention {
		return nil
	}
	problem := message.Of("records are kept for %d months, but this period is not confirmed", in.Settings.Retention)
	if confirmed != "" {
		problem = message.Of("records are kept for %d months; the confirmed period is %q", in.Settings.Retention, confirmed)
	}
	return in.front("retention_confirmed", problem)
}

// retentionSection is the fragment of the section that says how long records are kept.
const retentionSection = "retention"

var tag = regexp.MustCompile(`<[^>]*>`)

// promised goes through what each language says of the retention: the first
// figure of its section, or nothing.
func promised(in *Input, look func(language string, line int, said string)) {
	if in.Charter == nil || in.Settings == nil || in.Settings.Retention == 0 {
		return
	}
	for _, language := range in.Charter.Languages {
		line, said := 0, ""
		for _, s := range in.Charter.In(language).Sections {
			if s.ID == retentionSection {
				line, said = s.Line, pattern("retention").FindString(fold(tag.ReplaceAllString(s.HTML, " ")))
			}
		}
		look(language, line, said)
	}
}

func untold(in *Input) []Finding {
	var found []Finding
	promised(in, func(language string, line int, said string) {
		if said == "" {
			found = append(found, Finding{File: charter.File(language), Line: line, Problem: message.Of("does not state for how many months choices are kept")})
		}
	})
	return found
}

func retentionDiffers(in *Input) []Finding {
	var found []Finding
	promised(in, func(language string, line int, said string) {
		if length, ok := Lifetime(said); ok && months(length) != in.Settings.Retention {
			found = append(found, Finding{File: charter.File(language), Line: line,
				Problem: message.Of("the charter states that records are kept %s; --retention is %d months", said, in.Settings.Retention)})
		}
	})
	return found
}
