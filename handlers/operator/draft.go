package operator

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/a-h/templ"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/textdiff"
	"charte/views"
)

// Comparison is what the content changes for the visitors of a running service.
type Comparison struct {
	// Service is the address of the running service, as the operator wrote it.
	Service string
	// Err is the reason why the service could not be read; the fields below are then empty.
	Err error
	// Again reports who is asked again.
	Again check.Verdict
	// Charter is the running charter's page without its text version, as [pages.Page.HTML]
	// returns it; CharterErr is why it could not be read.
	Charter    []byte
	CharterErr error
	// Banner is the text version of the running service's banner; empty if it shows no
	// banner. BannerHTML is the banner's page, BannerErr the reason why it was not read.
	Banner     string
	BannerHTML []byte
	BannerErr  error
}

// draftWidths returns the widths of the windows in which the draft is shown, in CSS pixels,
// as in static/operator.css.
func draftWidths() []int { return []int{360, 768, 1280} }

// draft shows the content before it is published.
func (s *service) draft(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	language := v.charterLanguage()
	if chosen := r.URL.Query().Get("charter"); slices.Contains(v.Charter.Languages, chosen) {
		language = chosen
	}
	report, compared, err := s.Draft(r.Context(), v.Served, language)
	if err != nil {
		return err
	}
	p := views.DraftPage{OperatorPage: s.frame(v, "draft", "draft"), FindingsLang: s.reports.Nearest(v.words.Lang())}
	p.Served = nil // the report lists these faults too
	words := s.reports[p.FindingsLang]
	p.Summary = words.Say(report.Summary())
	for _, found := range report.Findings {
		p.Findings = append(p.Findings, finding(found, words))
	}
	for _, code := range v.Charter.Languages {
		p.Charters = append(p.Charters, views.OperatorLink{
			Name: v.Catalog.Words(code).Name(), Address: templ.SafeURL("?charter=" + code), Current: code == language,
		})
	}
	if p.Windows, err = s.windows(v, language); err != nil {
		return err
	}
	if p.Compared, err = s.compared(v, language, compared); err != nil {
		return err
	}
	return show(w, r, v, views.Draft(p))
}

// windows returns the previews of the draft in a language.
func (s *service) windows(v visit, language string) (all []views.DraftWindow, err error) {
	made, err := s.Kit(v.Served, v.words)
	if err != nil {
		return nil, err
	}
	at := func(part string) templ.SafeURL { return templ.SafeURL("/draft/" + language + "/" + part) }
	for _, width := range draftWidths() {
		window := views.DraftWindow{Width: strconv.Itoa(width), Charter: at(string(consent.Charter))}
		if v.asks() {
			window.Banner, window.BannerHeight = at(string(consent.Banner)), strconv.Itoa(frameHeight(made, width))
		}
		if v.Pages.HasHandle() {
			size := v.Charter.Handle
			window.Handle, window.HandleWidth, window.HandleHeight = at("handle"), strconv.Itoa(size.Width), strconv.Itoa(size.Height)
		}
		all = append(all, window)
	}
	return all, nil
}

// compared describes what the draft changes; nil if it was not compared.
func (s *service) compared(v visit, language string, with *Comparison) (*views.DraftComparison, error) {
	if with == nil {
		return nil, nil
	}
	c := &views.DraftComparison{Service: with.Service, SentenceLang: s.reports.Nearest(v.words.Lang())}
	words := s.reports[c.SentenceLang]
	if with.Err != nil {
		c.Unseen = words.Say(message.OfError(with.Err))
		return c, nil
	}
	c.Sentence = words.Say(with.Again.Line)
	for _, a := range with.Again.Added {
		c.Added = append(c.Added, a.File+":"+strconv.Itoa(a.At)+" "+a.Name+" ("+a.Purpose+")")
	}
	if err := s.compareBanners(v, language, with, c); err != nil {
		return nil, err
	}
	if with.CharterErr != nil {
		c.UnseenText = words.Say(message.OfError(with.CharterErr))
		return c, nil
	}
	charter, err := v.text(language, string(consent.Charter))
	if err != nil {
		return nil, err
	}
	c.Pieces = textdiff.Changes(textdiff.Words(with.Charter), textdiff.Words(charter.HTML))
	return c, nil
}

// compareBanners compares the words of both banners. Without the words, and where one has
// no banner, it compares the text versions.
func (s *service) compareBanners(v visit, language string, with *Comparison, c *views.DraftComparison) error {
	if !v.asks() || with.Banner == "" {
		c.SameBanner = !v.asks() && with.Banner == ""
		return nil
	}
	banner, err := v.text(language, string(consent.Banner))
	if err != nil {
		return err
	}
	if with.BannerErr != nil {
		c.SameBanner, c.UnseenBanner = banner.Hash() == with.Banner, s.reports[c.SentenceLang].Say(message.OfError(with.BannerErr))
		return nil
	}
	c.BannerPieces = textdiff.Changes(textdiff.Words(with.BannerHTML), textdiff.Words(banner.HTML))
	c.SameBanner = len(c.BannerPieces) == 0
	return nil
}
