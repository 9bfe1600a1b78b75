package check

import (
	"fmt"
	"io"
	"strings"

	"charte/internal/message"
)

// Summary counts the findings: "1 fault, 2 warnings, 0 notices".
func (r Report) Summary() message.Text {
	return message.Of("%s, %s, %s",
		message.Count(r.Count(Fault), "%d fault", "%d faults"),
		message.Count(r.Count(Warning), "%d warning", "%d warnings"),
		message.Count(r.Count(Notice), "%d notice", "%d notices"))
}

// WriteText writes the report for a person: the findings by file and line, each
// with its fix, then the points of [Person], or with all false only their number.
// against is the result of [Again], or nil without --against.
func (r Report) WriteText(w io.Writer, words message.Words, against *Verdict, all bool) error {
	var b strings.Builder
	line := func(before string, t message.Text) { fmt.Fprintf(&b, "%s%s\n", before, words.Say(t)) }
	file := "\n"
	for _, f := range r.Findings {
		if f.File != file {
			file = f.File
			line("", message.Plain(file).Or(message.Of("settings")))
		}
		line("  ", f.headline())
		line("    ", message.Of("fix: %s", f.Fix))
		line("    ", message.Of("why:  %s (%s)", message.Plain(f.Rule.Reason), citations(words, f.Rule.Source)))
		if f.Rule.Serve != Silent {
			line("    ", f.Rule.Serve.text())
		}
	}
	line("\n", r.Summary())
	if all {
		line("\n", message.Of("To be checked by a person:"))
		for _, p := range Person() {
			line("  - ", message.Of("%s: %s (%s)", p.ID, message.Plain(p.What), citations(words, p.Source)))
		}
	} else {
		line("\n", message.Of("%d points are left for a person to check: --all lists them", len(Person())))
	}
	if against != nil {
		line("\n", against.Line)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// citations translates a source, whose parts are separated by "; ". The ids of the
// compliance checklist and the names of technical standards are the same in each language.
func citations(words message.Words, source string) string {
	parts := strings.Split(source, "; ")
	for i, part := range parts {
		parts[i] = words.Say(message.Plain(part))
	}
	return strings.Join(parts, words.Say(message.Of("; ")))
}

// headline returns the line, level, problem and rule of a finding.
func (f Reported) headline() message.Text {
	level := message.Plain(string(f.Rule.Level))
	if f.Line > 0 {
		return message.Of("line %d: %s: %s [%s]", f.Line, level, f.Problem, f.Rule.ID)
	}
	return message.Of("%s: %s [%s]", level, f.Problem, f.Rule.ID)
}

// text returns the description of the effect in a report.
func (e Effect) text() message.Text {
	if e == Warns {
		return message.Of("serve: starts with a warning; does not start with --strict")
	}
	return message.Of("serve: does not start")
}
