package views

import (
	"slices"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditAnswers returns the answers in the order in which a visitor acts; Global Privacy
// Control comes last.
func auditAnswers(r audit.Report) []audit.Answer {
	all := slices.Concat(r.Answers, r.After)
	slices.SortStableFunc(all, func(a, b audit.Answer) int { return gpcLast(a) - gpcLast(b) })
	return all
}

func gpcLast(a audit.Answer) int {
	if a.State == audit.GPC {
		return 1
	}
	return 0
}

// namesShown is how many names an answer lists: all answers fit on the first screen of
// a phone. The findings have the others.
const namesShown = 3

func auditAnswer(w *i18n.Words, a audit.Answer) string {
	if a.Verdict == audit.Needless {
		return w.Say("audit_needless", i18n.Data{"State": stateWords(w, a.State)})
	}
	return w.Say("audit_"+string(a.State)+"_"+string(a.Verdict), i18n.Data{"Names": firstNames(w, slices.Concat(a.Trackers, a.Hosts), namesShown)})
}
