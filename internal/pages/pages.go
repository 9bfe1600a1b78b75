package pages

import (
	"cmp"
	"io"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/portal"
	"charte/views"
)

// Site holds the settings that the pages depend on beside the content.
type Site struct {
	// Base is the service's public address.
	Base portal.Base
	// CookieName and CookieDomain are those of the choice. An empty domain means the
	// service's host only.
	CookieName, CookieDomain string
	// Handle reports whether a small link stays in the portal after a choice.
	Handle bool
	// Random is the source of the marks that separate slots from text.
	Random io.Reader
}

// Pages renders the pages of one content. It is safe for concurrent use.
type Pages struct {
	// Assets are the files and style sheets that the pages refer to.
	Assets *Assets

	site    Site
	content *content.Content
	words   map[string]*i18n.Words
	asked   []consent.Purpose
	// objectable are the purposes to which visitors can object.
	objectable []consent.Purpose
	mode       charter.NothingToAsk
	scope      consent.Scope
	*renderer
}

// New returns the pages of a content.
func New(from *content.Content, site Site) (*Pages, error) {
	p := &Pages{
		site: site, content: from, words: map[string]*i18n.Words{},
		asked: consent.Asked(from.Charter.Purposes), scope: consent.NewScope(from.Charter.Purposes), mode: charter.Ask,
		objectable: consent.Objectable(from.Charter.Purposes),
	}
	switch {
	case len(p.asked) == 0:
		p.mode = charter.None // a banner would have nothing to ask, whatever nothing_to_ask states
	case consent.NothingToAsk(from.Charter.Purposes):
		p.mode = from.Charter.NothingToAsk
	}
	for _, lang := range from.Charter.Languages {
		p.words[lang] = from.Texts.Words(lang)
	}
	var err error
	if p.Assets, err = newAssets(site.Base, from.Theme, from.Logo); err != nil {
		return nil, err
	}
	p.renderer, err = newRenderer(site.Random)
	return p, err
}

// Content returns the content that the pages were made from.
func (p *Pages) Content() *content.Content { return p.content }

// Words returns the texts of a language; nil where the charter does not exist in it.
func (p *Pages) Words(lang string) *i18n.Words { return p.words[lang] }

// Scope returns the scope of the charter.
func (p *Pages) Scope() consent.Scope { return p.scope }

// Mode returns how the charter asks: always [charter.Ask] while any purpose needs
// consent.
func (p *Pages) Mode() charter.NothingToAsk { return p.mode }

// HasHandle reports whether a small link stays in the portal after a choice.
func (p *Pages) HasHandle() bool { return p.site.Handle }

// view returns what every page in a language starts from. here returns the
// address of the same page in another language; nil: no language switch.
func (p *Pages) view(lang string, here func(lang string) templ.SafeURL) views.Page {
	v := views.Page{Site: p.viewSite(), Words: p.words[lang], Statement: cmp.Or(safe(p.content.Charter.Accessibility.Address), p.address(lang, "accessibility"))}
	if here == nil {
		return v
	}
	for _, other := range p.content.Charter.Languages {
		v.Languages = append(v.Languages, views.LanguageLink{
			Code: other, Name: p.words[other].Name(), Address: here(other), Current: other == lang,
		})
	}
	return v
}

func (p *Pages) viewSite() views.Site {
	c := p.content.Charter
	return views.Site{
		Controller: c.Controller.Name, Platform: c.Platform, Sites: c.Sites,
		Stylesheet: p.Assets.stylesheet, BannerCSS: p.Assets.Banner.css, HandleCSS: p.Assets.Handle.css, PartCSS: p.Assets.part, Icon: p.Assets.icon,
		LegalNotice: c.LegalNotice, Accessibility: c.Accessibility.State, Covered: c.Accessibility.Address != "",
	}
}

// address returns the address of a page in a language, such as "receipt"; "" is the
// charter.
func (p *Pages) address(lang, page string) templ.SafeURL {
	return safe(p.site.Base.At("/" + lang + "/" + page))
}

// safe marks an address that this package built as safe for an attribute.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }
