package pages

import (
	"slices"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/views"
)

// Banner returns the banner with its form. notice reserves a slot for what the
// page announces.
func (p *Pages) Banner(lang string, v Visitor, notice bool) (*Page, error) {
	// The banner's style sheet is in its HTML, so its text version names no CSS.
	text := p.text(lang, consent.Banner, nil)
	return p.page(p.variant("banner", lang, v, nil, notice), text, func() templ.Component {
		view := p.bannerView(lang, v)
		if notice {
			view.TitlePrefix, view.Status = p.at(slotTitle), templ.Raw(p.at(slotStatus))
		}
		return views.Banner(view)
	})
}

// Charter returns the charter page with its form. ticked are the boxes that the
// visitor just sent; nil: the boxes of the choice that holds.
func (p *Pages) Charter(lang string, v Visitor, ticked consent.Choice, notice bool) (*Page, error) {
	text := p.text(lang, consent.Charter, p.Assets.sheet)
	key := p.objectionVariant(p.variant("charter", lang, v, ticked, notice), v)
	return p.page(key, text, func() templ.Component {
		view := p.charterView(lang, v, ticked)
		if notice {
			view.TitlePrefix, view.Status = p.at(slotTitle), templ.Raw(p.at(slotStatus))
		} else {
			view.WayBack = templ.Raw(p.at(slotWayBack))
		}
		return views.Charter(view)
	})
}

// text returns the fields of a text version except its HTML.
func (p *Pages) text(lang string, surface consent.Surface, css []byte) *consent.Text {
	return &consent.Text{Language: lang, Surface: surface, Scope: p.scope.Hash(), CSS: css}
}

func (p *Pages) bannerView(lang string, v Visitor) views.BannerPage {
	outcome := p.Outcome(v)
	if outcome == "" {
		outcome = views.Refused // without a choice nothing is granted (C-02)
	}
	form := p.form(consent.Banner, lang, v, nil)
	return views.BannerPage{
		Page: p.view(lang, nil), Form: form, List: p.listLink(lang, form.Purposes),
		Choose: p.changeLink(lang), Handle: p.handle(lang, outcome), Objects: p.objections(lang, Visitor{}),
		Object: p.address(lang, p.at(slotReturnQuery)+"#objections"),
	}
}

func (p *Pages) charterView(lang string, v Visitor, ticked consent.Choice) views.CharterPage {
	in := p.content.Charter.In(lang)
	page := p.view(lang, func(other string) templ.SafeURL { return p.address(other, p.at(slotReturnQuery)) })
	if p.Assets.logo != "" {
		page.Logo = &views.Logo{Address: p.Assets.logo, Alt: in.LogoAlt}
	}
	if ticked == nil {
		ticked = v.Verdict.Preferences.Choice
	}
	c := views.CharterPage{
		Page:      page,
		Charter:   in,
		Form:      p.form(consent.Charter, lang, v, ticked),
		ShowForm:  p.mode != charter.None,
		Objects:   p.objections(lang, v),
		Effective: p.words[lang].Date(p.content.Charter.Effective),
		Version:   p.at(slotVersion),
		Self:      p.address(lang, ""),
	}
	if v.Verdict.Valid {
		c.Current = p.current(lang, v)
	}
	for i, purpose := range p.content.Charter.Purposes {
		if purpose.Exempt && !purpose.Objection {
			text := in.Purposes[i]
			c.Exempt = append(c.Exempt, views.FormPurpose{ID: purpose.ID, Title: text.Short, Trackers: text.Trackers})
		}
	}
	return c
}

// form builds the form of a surface.
func (p *Pages) form(surface consent.Surface, lang string, v Visitor, ticked consent.Choice) views.Form {
	f := views.Form{
		Action:     p.address(lang, "choice"+p.at(slotReturnQuery)),
		Surface:    surface,
		Text:       p.at(slotText),
		NoticeOnly: p.mode == charter.Notice,
		GPC:        v.Signal && !v.Verdict.Valid,
		Added:      p.addedNames(lang, v.Verdict.Added),
	}
	texts := p.content.Charter.In(lang).Purposes
	for i, purpose := range p.content.Charter.Purposes {
		if purpose.Exempt {
			continue
		}
		f.Purposes = append(f.Purposes, views.FormPurpose{
			ID: purpose.ID, Title: texts[i].Short, Description: texts[i].Description,
			Trackers: texts[i].Trackers, NoneToday: purpose.NoneToday, Checked: ticked[purpose.ID],
			Providers: p.unlistedProviders(lang, i),
		})
		if missing := texts[i].Without; missing != "" && !slices.Contains(f.Without, missing) {
			f.Without = append(f.Without, missing)
		}
	}
	return f
}

// unlistedProviders names the providers of a purpose if its table lacks one of them, which
// is then declared in the front matter alone; else it is empty (C-12).
func (p *Pages) unlistedProviders(lang string, i int) string {
	c := p.content.Charter
	listed := map[string]bool{}
	for _, t := range c.In(c.Languages[0]).Purposes[i].Trackers {
		for _, name := range t.Providers {
			listed[name] = true
		}
	}
	if !slices.ContainsFunc(c.Purposes[i].Providers, func(name string) bool { return !listed[name] }) {
		return ""
	}
	return p.providers(lang, c.Purposes[i], c.In(lang).Purposes[i].Trackers)
}

// listLink leads to the cookies on the charter page: to those of the first purpose that
// has any.
func (p *Pages) listLink(lang string, purposes []views.FormPurpose) templ.SafeURL {
	anchor := ""
	if i := slices.IndexFunc(purposes, func(f views.FormPurpose) bool { return len(f.Trackers) > 0 }); i >= 0 {
		anchor = "#" + purposes[i].ID
	}
	return p.address(lang, p.at(slotReturnQuery)+anchor)
}

// changeLink leads to the form on the charter page, and from there back.
func (p *Pages) changeLink(lang string) templ.SafeURL {
	return p.address(lang, p.at(slotReturnQuery)+"#choices")
}
