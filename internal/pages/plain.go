package pages

import (
	"cmp"

	"github.com/a-h/templ"

	"charte/views"
)

// Accessibility returns the accessibility statement.
func (p *Pages) Accessibility(lang string) (*Page, error) {
	return p.page(variant{kind: "accessibility", lang: lang}, nil, func() templ.Component {
		c := p.content.Charter
		return views.Accessibility(views.AccessibilityPage{
			Page:     p.view(lang, func(other string) templ.SafeURL { return p.address(other, "accessibility") }),
			Declared: c.Accessibility, Translated: c.In(lang).Statement, Original: c.Language,
			Contact: cmp.Or(c.Accessibility.Contact, c.Controller.Contact), Charter: p.address(lang, ""),
		})
	})
}

// Error returns the error page of a name, for a status: the texts error_{name}_title
// and error_{name}_text explain it. Its language switch leads to the charter,
// which can be read in any case.
func (p *Pages) Error(lang, name string, status int) (*Page, error) {
	return p.render(views.Error(views.ErrorPage{
		Page: p.view(lang, func(other string) templ.SafeURL { return p.address(other, "") }), Status: status, Name: name, Charter: p.address(lang, ""),
	}))
}
