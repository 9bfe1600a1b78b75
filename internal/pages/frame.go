package pages

import (
	"github.com/a-h/templ"

	"charte/views"
)

// Summary returns the frame's one line that describes what holds, for frames
// without a kit.
func (p *Pages) Summary(lang string, v Visitor) (*Page, error) {
	return p.page(p.variant("summary", lang, v, nil, false), nil, func() templ.Component {
		return views.Summary(views.SummaryPage{
			Page: p.view(lang, nil), Current: *p.current(lang, v),
			Change: p.changeLink(lang), Handle: p.handle(lang, p.Outcome(v)),
		})
	})
}

// Handle returns the small link that a kit's frame shows after a choice.
func (p *Pages) Handle(lang string, outcome views.Outcome) (*Page, error) {
	return p.page(variant{kind: "handle", lang: lang, detail: string(outcome)}, nil, func() templ.Component {
		return views.HandleAlone(views.HandlePage{Page: p.view(lang, nil), Handle: p.handle(lang, outcome)})
	})
}

func (p *Pages) handle(lang string, outcome views.Outcome) views.Handle {
	return views.Handle{Outcome: outcome, Change: p.changeLink(lang)}
}

// Foreign returns the frame that explains why nothing is asked: a choice made
// there would not be stored.
func (p *Pages) Foreign(lang string, why views.Barrier) (*Page, error) {
	return p.page(variant{kind: "foreign", lang: lang, detail: string(why)}, nil, func() templ.Component {
		return views.Foreign(views.ForeignPage{Page: p.view(lang, nil), Why: why, Charter: p.address(lang, "")})
	})
}
