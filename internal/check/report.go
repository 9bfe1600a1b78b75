package check

import (
	"fmt"
	"io"
	"strings"

	"charte/internal/phrase"
)

// Summary counts the findings: "1 fault, 2 warnings, 0 notices".
func (r Report) Summary() phrase.Text {
	return phrase.Of("%s, %s, %s",
		counted(r.Count(Fault), phrase.Of("0 faults"), phrase.Of("1 fault"), phrase.Of("%d faults", r.Count(Fault))),
		counted(r.Count(Warning), phrase.Of("0 warnings"), phrase.Of("1 warning"), phrase.Of("%d warnings", r.Count(Warning))),
		counted(r.Count(Notice), phrase.Of("0 notices"), phrase.Of("1 notice"), phrase.Of("%d notices", r.Count(Notice))))
}

// counted picks a sentence by its number. None is its own, since languages do not
// agree whether it is one or many.
func counted(n int, none, one, many phrase.Text) phrase.Text {
	switch n {
	case 0:
		return none
	case 1:
		return one
	}
	return many
}

// WriteText writes the report for a person: findings by file and line, each with
// its mend, then what is left to a person. against is what [Again] found; nil
// where nothing was asked.
func (r Report) WriteText(w io.Writer, words phrase.Words, against *Verdict) error {
	var b strings.Builder
	say := func(before string, t phrase.Text) { fmt.Fprintf(&b, "%s%s\n", before, words.Say(t)) }
	file := "\n"
	for _, f := range r.Findings {
		if f.File != file {
			file = f.File
			say("", phrase.Plain(file).Or(phrase.Of("settings")))
		}
		say("  ", f.headline())
		say("    ", phrase.Of("mend: %s", f.Mend))
		say("    ", phrase.Of("why:  %s (%s)", phrase.Plain(f.Rule.Reason), phrase.Plain(f.Rule.Source)))
		if f.Rule.Serve != Silent {
			say("    ", f.Rule.Serve.text())
		}
	}
	say("\n", r.Summary())
	say("\n", phrase.Of("To be checked by a person:"))
	for _, p := range Person() {
		say("  - ", phrase.Of("%s: %s (%s)", p.ID, phrase.Plain(p.What), p.Source))
	}
	if against != nil {
		say("\n", against.Line)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// headline says where, how grave and what.
func (t Told) headline() phrase.Text {
	level := phrase.Plain(string(t.Rule.Level))
	if t.Line > 0 {
		return phrase.Of("line %d: %s: %s [%s]", t.Line, level, t.Problem, t.Rule.ID)
	}
	return phrase.Of("%s: %s [%s]", level, t.Problem, t.Rule.ID)
}

// text describes the effect in a report.
func (e Effect) text() phrase.Text {
	if e == Warns {
		return phrase.Of("serve: starts with a warning, and not at all with --strict")
	}
	return phrase.Of("serve: does not start")
}
