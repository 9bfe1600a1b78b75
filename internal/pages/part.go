package pages

import (
	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/views"
)

// PartQuery is the query of the form in the portal's page, and PartAnchor the end of the
// address to which that form leads back: the fragment then announces the choice.
const (
	PartQuery  = "part"
	PartAnchor = "#charte"
)

// Part returns the fragment of kit 4 for a visitor: the banner while they are asked, else
// the handle; nil if nothing is to be shown. It contains no address of the page that it
// becomes a part of, because the request for it does not name that page.
func (p *Pages) Part(lang string, v Visitor) (*Page, error) {
	outcome := p.Outcome(v)
	if outcome == "" {
		text := p.text(lang, consent.Banner, p.Assets.partSheet)
		return p.page(p.variant("part", lang, v, nil, false), text, func() templ.Component {
			view := p.bannerView(lang, v)
			view.Part, view.Form.Action = true, p.address(lang, "choice?"+PartQuery)
			return views.Part(view)
		})
	}
	view := views.PartAfterPage{ShowHandle: p.site.Handle, Recorded: v.Verdict.Valid}
	if !view.ShowHandle && !view.Recorded {
		return nil, nil
	}
	key := variant{kind: "part", lang: lang, detail: string(outcome), notice: view.Recorded}
	return p.page(key, nil, func() templ.Component {
		view.Page, view.Handle = p.view(lang, nil), p.handle(lang, outcome)
		return views.PartAfter(view)
	})
}
