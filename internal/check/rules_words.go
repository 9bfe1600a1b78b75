package check

import (
	"strings"

	"charte/internal/message"
)

// wordRules are about forbidden sentences in any file that visitors read.
func wordRules() []Rule {
	return []Rule{
		{"cnil-claim", Fault, Warns, "The CNIL does not validate, certify or list any tool: self-assessment has replaced its list.", "H-08; CNIL, mesure d'audience, 2025",
			"Delete the claim; describe what the tool does and does not do.", contains("cnil_claim", "cnil_denied")},
		{"implied-consent", Fault, Warns, "Continuing to browse is not consent.", "C-02; LD §26-27; GDPR art. 4(11)",
			"Delete the sentence.", contains("browsing", "browsing_denied")},
		{"check-back", Warning, Silent, "It is unfair to make visitors look for changes: the service asks them again when a tracker is added.", "H-11; WP260 §29",
			"Delete the sentence.", contains("check_back", "")},
	}
}

// contains returns a function that finds the pattern claimed of locales/words.toml in
// the files, except in clauses that match the pattern denied. A line feed counts as a
// space, because paragraphs may be wrapped.
func contains(claimed, denied string) func(*Input) []Finding {
	return func(in *Input) []Finding {
		var found []Finding
		for _, f := range in.Files {
			text := visibleText(f)
			for _, at := range pattern(claimed).FindAllStringIndex(text, -1) {
				if denied != "" && pattern(denied).MatchString(clause(text, at[0], at[1])) {
					continue
				}
				found = append(found, Finding{File: f.Name, Line: 1 + strings.Count(text[:at[0]], "\n"),
					Problem: message.Of("contains “%s”", strings.Join(strings.Fields(text[at[0]:at[1]]), " "))})
			}
		}
		return found
	}
}

// clause returns text[from:to] extended to the nearest clause ends on both sides.
func clause(text string, from, to int) string {
	const ends = ".!?:;\"|"
	start := strings.LastIndexAny(text[:from], ends) + 1
	end := strings.IndexAny(text[to:], ends)
	if end < 0 {
		return text[start:]
	}
	return text[start : to+end]
}
