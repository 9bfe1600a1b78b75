package check

import (
	"fmt"
	"strings"
)

// Document is docs/check.md: every rule, and the format of the JSON report.
func Document() string {
	var b strings.Builder
	b.WriteString(documentHead)
	for _, level := range levels {
		fmt.Fprintf(&b, "\n## %s\n\n| rule | why | source | mend |\n|---|---|---|---|\n", documentTitles[level])
		for _, rule := range Rules() {
			if rule.Level == level {
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", rule.ID, cellText(rule.Reason), cellText(rule.Source), cellText(rule.Mend))
			}
		}
	}
	b.WriteString("\n## To be checked by a person\n\nNo program can see these from where it stands.\n\n| what | source |\n|---|---|\n")
	for _, p := range Person() {
		fmt.Fprintf(&b, "| `%s`: %s | %s |\n", p.ID, cellText(p.What), cellText(p.Source))
	}
	return b.String()
}

var documentTitles = map[Level]string{
	Fault:   "Faults: the check ends with 1",
	Warning: "Warnings: to decide, add or confirm",
	Notice:  "Notices: right as they are, if they are meant",
}

// cellText keeps a bar from ending a cell.
func cellText(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

const documentHead = `# charte check

<!-- Written from the rules by go test ./internal/check -update: change them there. -->

` + "`charte check`" + ` takes the flags of ` + "`charte serve`" + `, reads everything that it would read, and
reports all that it finds at once, by file and line, each with its mend. It opens no
registry and asks no other host.

- It ends with 1 where there is a fault, or no answer from the service named by
  ` + "`--against`" + `, else with 0: warnings and notices do not stop a deployment.
- ` + "`--format json`" + ` writes the report for programs.
- A person reads it in the language of the environment (LC_ALL, LC_MESSAGES, LANG): in French
  where that is French, else in English. A program gets English, wherever it is started.
  ` + "`--lang`" + ` (CHARTE_LANG) decides for both. Ids of rules and the names of keys never change.
- ` + "`--against https://cookies.example.fr`" + ` reads ` + "`/charter.json`" + ` of a running service and says in
  one more line whether the edit will ask everyone again, and because of which line. Words,
  durations, order, exempt trackers and removals never do. With the address of another service
  under the same domain, it says whether the two would write one cookie.

Sources are ids of the project's compliance checklist (C consent, P proof, H charter, A
accessibility, B browsers, X security) and the texts behind them: LD, the CNIL's guidelines
2020-091; RC, its recommendation 2020-092; EDPB taskforce, the report on cookie banners of
January 2023; RGAA 4.1; WCAG 2.2.

## The JSON report

` + "```json" + `
{
  "version": 1,
  "faults": 0, "warnings": 1, "notices": 0,
  "findings": [
    {"rule": "contact-missing", "level": "warning", "file": "charter.md", "line": 10,
     "problem": "…", "mend": "…", "reason": "…", "source": "…"}
  ],
  "person": [{"id": "footer-link", "what": "…", "source": "…"}],
  "against": {"asks_again": true, "line": "…",
    "added": [{"purpose": "statistics", "kind": "tracker", "name": "_pk_id.*", "file": "charter.md", "line": 95}]}
}
` + "```" + `

` + "`file`" + ` is missing where the settings are meant, ` + "`line`" + ` where the whole file is, ` + "`against`" + ` without
` + "`--against`" + `. ` + "`level`" + ` is fault, warning or notice; ` + "`kind`" + ` is purpose, key, provider or tracker.
` + "`version`" + ` changes when a key goes or changes its meaning, not when one is added.
`
