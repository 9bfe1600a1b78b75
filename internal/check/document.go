package check

import (
	"fmt"
	"slices"
	"strings"

	"charte/internal/phrase"
)

// Document returns the list of all rules, and of what a person must check, as
// Markdown: the end of docs/check.md, and of docs/verification.md in French.
func Document(words phrase.Words) string {
	var b strings.Builder
	row := func(cells ...phrase.Text) {
		for _, c := range cells {
			b.WriteString("| " + strings.ReplaceAll(words.Say(c), "|", `\|`) + " ") // a bar would end the cell
		}
		b.WriteString("|\n")
	}
	for _, c := range chapters() {
		fmt.Fprintf(&b, "\n## %s\n\n", words.Say(c.title))
		row(phrase.Of("rule"), phrase.Of("why"), phrase.Of("source"), phrase.Of("mend"))
		b.WriteString("|---|---|---|---|\n")
		for _, rule := range Rules() {
			if rule.Level == c.level && slices.Contains(c.serve, rule.Serve) {
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
	return b.String()
}

// chapter is a table of the documentation: the rules of a level with these effects.
type chapter struct {
	title phrase.Text
	level Level
	serve []Effect
}

func chapters() []chapter {
	return []chapter{
		{phrase.Of("Faults that stop the start, whatever was served before"), Fault, []Effect{StopsAlways}},
		{phrase.Of("Faults that stop the start, unless the same was served before an upgrade"), Fault, []Effect{Stops}},
		{phrase.Of("Faults that serve warns about, and that stop the start with --strict"), Fault, []Effect{Warns}},
		{phrase.Of("Warnings: to decide, add or confirm"), Warning, []Effect{Silent}},
		{phrase.Of("Notices: right as they are, if they are meant"), Notice, []Effect{Silent}},
	}
}
