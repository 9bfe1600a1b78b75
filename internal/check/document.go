package check

import (
	"fmt"
	"slices"
	"strings"

	"charte/internal/message"
)

// Document returns all rules, and the list of what a person must check, as
// Markdown. It is the generated end of docs/check.md and docs/verification.md.
func Document(words message.Words) string {
	var b strings.Builder
	row := func(cells ...message.Text) {
		for _, c := range cells {
			b.WriteString("| " + strings.ReplaceAll(words.Say(c), "|", `\|`) + " ") // a bare | would end the cell
		}
		b.WriteString("|\n")
	}
	for _, c := range chapters() {
		fmt.Fprintf(&b, "\n## %s\n\n", words.Say(c.title))
		row(message.Of("rule"), message.Of("why"), message.Of("source"), message.Of("fix"))
		b.WriteString("|---|---|---|---|\n")
		for _, rule := range Rules() {
			if rule.Level == c.level && slices.Contains(c.serve, rule.Serve) {
				row(message.Of("`%s`", rule.ID), message.Plain(rule.Reason), message.Plain(citations(words, rule.Source)), message.Plain(rule.Fix))
			}
		}
	}
	fmt.Fprintf(&b, "\n## %s\n\n%s\n\n", words.Say(message.Of("To be checked by a person")), words.Say(message.Of("No program can check these points.")))
	row(message.Of("what"), message.Of("source"))
	b.WriteString("|---|---|\n")
	for _, p := range Person() {
		row(message.Of("`%s`: %s", p.ID, message.Plain(p.What)), message.Plain(citations(words, p.Source)))
	}
	return b.String()
}

// chapter is one table of the documentation: the rules of one level with one of
// these effects.
type chapter struct {
	title message.Text
	level Level
	serve []Effect
}

func chapters() []chapter {
	return []chapter{
		{message.Of("Faults that always prevent the start"), Fault, []Effect{StopsAlways}},
		{message.Of("Faults that prevent the start, unless the same content was served before an upgrade"), Fault, []Effect{Stops}},
		{message.Of("Faults that cause a warning, and prevent the start with --strict"), Fault, []Effect{Warns}},
		{message.Of("Warnings: to decide, add or confirm"), Warning, []Effect{Silent}},
		{message.Of("Notices: correct if they are intended"), Notice, []Effect{Silent}},
	}
}
