package check

import (
	"fmt"
	"strings"

	"charte/internal/phrase"
)

// Document is docs/check.md in English and docs/verification.md in French: every
// rule, and the format of the JSON report.
func Document(language string) (string, error) {
	words, err := Words(language)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	row := func(cells ...phrase.Text) {
		for _, c := range cells {
			b.WriteString("| " + strings.ReplaceAll(words.Say(c), "|", `\|`) + " ") // a bar would end the cell
		}
		b.WriteString("|\n")
	}
	b.WriteString(map[string]string{English: headEnglish, "fr": headFrench}[language])
	for _, level := range levels {
		fmt.Fprintf(&b, "\n## %s\n\n", words.Say(documentTitle(level)))
		row(phrase.Of("rule"), phrase.Of("why"), phrase.Of("source"), phrase.Of("mend"))
		b.WriteString("|---|---|---|---|\n")
		for _, rule := range Rules() {
			if rule.Level == level {
				row(phrase.Of("`%s`", rule.ID), phrase.Plain(rule.Reason), phrase.Plain(rule.Source), phrase.Plain(rule.Mend))
			}
		}
	}
	fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", words.Say(phrase.Of("To be checked by a person")), words.Say(phrase.Of("No program can see these from where it stands.")))
	row(phrase.Of("what"), phrase.Of("source"))
	b.WriteString("|---|---|\n")
	for _, p := range Person() {
		row(phrase.Of("`%s`: %s", p.ID, phrase.Plain(p.What)), phrase.Plain(p.Source))
	}
	return b.String(), nil
}

func documentTitle(level Level) phrase.Text {
	switch level {
	case Fault:
		return phrase.Of("Faults: the check ends with 1")
	case Warning:
		return phrase.Of("Warnings: to decide, add or confirm")
	}
	return phrase.Of("Notices: right as they are, if they are meant")
}
