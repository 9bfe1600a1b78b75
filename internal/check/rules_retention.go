package check

import (
	"regexp"

	"charte/internal/message"
)

// retentionRules are about the retention of records and its mention in the charter.
func retentionRules() []Rule {
	return []Rule{
		{"retention-unconfirmed", Warning, Silent, "The data-protection officer decides how long proof is kept.", "P-10; GDPR art. 5(1)(e)",
			"Once the officer has agreed, write retention_confirmed: and the period.", unconfirmed},
		{"retention-off", Fault, Warns, "Records must not be kept longer than their purpose requires.", "P-10; GDPR art. 5(1)(e)",
			"Set --retention to the period that the officer confirms; 66 months is the default.", keptForEver},
		{"retention-untold", Warning, Silent, "The charter must state how long choices are kept.", "P-12; GDPR art. 13(2)(a)",
			"Write the period, in digits, in the section {#retention}.", notStated},
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

// retentionSection is the id of the section about the retention of records.
const retentionSection = "retention"

var tag = regexp.MustCompile(`<[^>]*>`)

// eachPromise calls f with the retention period that each language states: the first
// one in its section {#retention}, or "".
func eachPromise(in *Input, f func(language string, line int, period string)) {
	if in.Charter == nil || in.Settings == nil || in.Settings.Retention == 0 {
		return
	}
	for _, language := range in.Charter.Languages {
		line, period := 0, ""
		for _, s := range in.Charter.In(language).Sections {
			if s.ID == retentionSection {
				line, period = s.Line, pattern("retention").FindString(fold(tag.ReplaceAllString(s.HTML, " ")))
			}
		}
		f(language, line, period)
	}
}

func notStated(in *Input) []Finding {
	var found []Finding
	eachPromise(in, func(language string, line int, period string) {
		if period == "" {
			found = append(found, Finding{File: in.Charter.File(language), Line: line, Problem: message.Of("does not state for how many months choices are kept")})
		}
	})
	return found
}

func retentionDiffers(in *Input) []Finding {
	var found []Finding
	eachPromise(in, func(language string, line int, period string) {
		if length, ok := Lifetime(period); ok && months(length) != in.Settings.Retention {
			found = append(found, Finding{File: in.Charter.File(language), Line: line,
				Problem: message.Of("the charter states that records are kept %s; --retention is %d months", period, in.Settings.Retention)})
		}
	})
	return found
}
