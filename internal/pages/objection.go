package pages

import (
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/portal"
	"charte/views"
)

// objections describes the purposes to which visitors can object, with what holds for
// the visitor; its dates are slots.
func (p *Pages) objections(lang string, v Visitor) *views.Objections {
	if len(p.objectable) == 0 {
		return nil
	}
	in, o := p.content.Charter.In(lang), v.Verdict.Preferences.Objection
	all := views.Objections{
		Action: p.address(lang, "choice"+p.at(slotReturnQuery)), Signal: v.Objects && !o.Made(),
		Since: p.at(slotObjected), Until: p.at(slotObjectedUntil),
		Asks: p.mode == charter.Ask, RefusalObjects: p.content.Charter.RefusalObjects,
	}
	for i, purpose := range p.content.Charter.Purposes {
		if !purpose.Objection {
			continue
		}
		all.Purposes = append(all.Purposes, views.ObjectionPurpose{
			ID: purpose.ID, Title: in.Purposes[i].Short, Description: in.Purposes[i].Description,
			Assessment: safe(p.content.Charter.Declared[i].SelfAssessment), Objected: o.To(purpose.ID),
		})
	}
	return &all
}

// Objected describes the purposes that the visitor objected to, for a notice; nil if
// there are none. back is the address of the page that the visitor came from.
func (p *Pages) Objected(lang string, v Visitor, back string) *views.Objections {
	had := v.Verdict.Preferences
	all := p.objections(lang, v)
	if all == nil || len(had.Objection.Purposes) == 0 {
		return nil
	}
	var objected []views.ObjectionPurpose
	for _, purpose := range all.Purposes {
		if purpose.Objected {
			objected = append(objected, purpose)
		}
	}
	all.Action = p.address(lang, "choice")
	if back != "" {
		all.Action += safe("?back=" + portal.Encode(back))
	}
	all.Purposes, all.Until = objected, p.words[lang].Date(had.LastDay())
	return all
}

// Titles returns the short titles of purposes.
func (p *Pages) Titles(lang string, purposes []consent.Purpose) (titles []string) {
	for _, purpose := range purposes {
		titles = append(titles, p.shortTitle(lang, purpose.ID))
	}
	return titles
}

// objectionVariant fills in what the charter page shows about objections.
func (p *Pages) objectionVariant(key variant, v Visitor) variant {
	o := v.Verdict.Preferences.Objection
	key.objected, key.objects = strings.Join(o.Purposes, "."), v.Objects && !o.Made()
	return key
}
