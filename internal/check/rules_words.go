package check

import (
	"regexp"
	"strings"

	"charte/internal/phrase"
)

// wordRules are about sentences in any file that visitors read.
func wordRules() []Rule {
	return []Rule{
		{"cnil-claim", Fault, Warns, "The CNIL validates, certifies or lists no tool: its list ended, self-assessment remains.", "H-08; CNIL, mesure d'audience, 2025",
			"Delete the claim; say what the tool does and does not do.", said(claims, claimDenied)},
		{"implied-consent", Fault, Warns, "Browsing on is not consent.", "C-02; LD §26-27; GDPR art. 4(11)",
			"Delete the sentence.", said(browsing, browsingDenied)},
		{"check-back", Warning, Silent, "Asking people to come back and look is unfair; changes are signalled by asking again.", "H-11; WP260 §29",
			"Delete the sentence: when a tracker is added, everyone is asked again.", said(comeBack, nil)},
	}
}

// What is looked for, in folded text (see [fold]). [^.!?] keeps a match inside a
// sentence; a line feed is as good as a space, since paragraphs may be wrapped.
var (
	claims = regexp.MustCompile(
		`\b(valide|certifie|agree|homologue|approuve|labellise)e?s?\s+([\w'-]+\s+){0,3}?par\s+(la\s+)?cnil\b` +
			`|\b(valide|certifie|agree|homologue|approuve|labellise)e?s?\s+cnil\b` +
			`|\b(validated|certified|approved|endorsed|accredited|listed)\s+([\w'-]+\s+){0,3}?by\s+(the\s+)?(french\s+)?cnil\b` +
			`|\bcnil[- ](approved|certified|validated|endorsed|listed|certification|label)\b` +
			`|\blabel\s+(de\s+la\s+)?cnil\b|\blistee?s?\s+par\s+la\s+cnil\b|\b(liste|list)\s+(blanche\s+)?(de\s+la\s+|of\s+the\s+)cnil\b`)
	browsing = regexp.MustCompile(
		`\b(poursui\w+|continu\w+|keep\w*)\b[^.!?]{0,60}\b(navig\w+|visite|site|browsing|use|using|surf\w*)\b[^.!?]{0,120}\b(accept\w*|consen\w+|autoris\w+|agree\w*)\b`)
	comeBack = regexp.MustCompile(
		`\b(consult\w*|reven\w+|verifi\w*|check|visit|review|read)\b[^.!?]{0,60}\b(regulierement|periodiquement|regularly|periodically|from\s+time\s+to\s+time)\b`)
	// Clauses that say the contrary. "sans", "if you do not" and the like are no
	// denials: "en continuant sans changer vos réglages, vous acceptez" claims it.
	claimDenied    = regexp.MustCompile(`\bn'|\bne\s|\baucune?\b|\bni\b|\bnot\b|\bno\b|\bnever\b|\bneither\b`)
	browsingDenied = regexp.MustCompile(`\bne\s+(vaut|valent|constitue|signifie|suffit|donne)|\bn'(est|accept|equivaut|autoris)|\b(is|does)\s+not\b|\bnever\b|\bjamais\b`)
)

// said finds a pattern in the files, but for clauses that except matches.
func said(what, except *regexp.Regexp) func(*Input) []Finding {
	return func(in *Input) []Finding {
		var found []Finding
		for _, f := range in.Files {
			text := shown(f)
			for _, at := range what.FindAllStringIndex(text, -1) {
				if except != nil && except.MatchString(clause(text, at[0], at[1])) {
					continue
				}
				found = append(found, Finding{File: f.Name, Line: 1 + strings.Count(text[:at[0]], "\n"),
					Problem: phrase.Of("says “%s”", strings.Join(strings.Fields(text[at[0]:at[1]]), " "))})
			}
		}
		return found
	}
}

// clause is text[from:to] with what stands around it, up to the nearest ends.
func clause(text string, from, to int) string {
	const ends = ".!?:;\"|"
	start := strings.LastIndexAny(text[:from], ends) + 1
	end := strings.IndexAny(text[to:], ends)
	if end < 0 {
		return text[start:]
	}
	return text[start : to+end]
}
