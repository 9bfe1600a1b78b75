package operator

import (
	"encoding/base64"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/pages"
	"charte/views"
)

// draftFrame sends a part of the draft, for a frame in its page.
func (s *service) draftFrame(w http.ResponseWriter, r *http.Request) error {
	return s.partFrame(w, r, chi.URLParam(r, "part"))
}

// fragmentFrame sends the fragment of kit 4, for a frame in the page of the kits.
func (s *service) fragmentFrame(w http.ResponseWriter, r *http.Request) error {
	return s.partFrame(w, r, fragment)
}

// partFrame sends a part of the served content.
func (s *service) partFrame(w http.ResponseWriter, r *http.Request, part string) error {
	served, language := s.Served(), chi.URLParam(r, "lang")
	if !slices.Contains(served.Charter.Languages, language) {
		return errNoSuchPage
	}
	text, err := served.text(language, part)
	if err != nil {
		return err
	}
	text.HTML = []byte(served.withLogo(string(text.HTML)))
	return sendFrame(w, r, text)
}

// asks reports whether visitors see a banner.
func (s Served) asks() bool { return s.Pages.Mode() != charter.None }

// fragment is the part that kit 4 puts into a portal's page.
const fragment = "fragment"

// text returns a part of the content as a visitor without a choice sees it, or after a
// choice for the handle. It fails with errNoSuchPage if there is no such part.
func (s Served) text(language, part string) (consent.Text, error) {
	var page *pages.Page
	var err error
	switch {
	case part == string(consent.Charter):
		page, err = s.Pages.Charter(language, pages.Visitor{}, nil, false)
	case part == string(consent.Banner) && s.asks():
		page, err = s.Pages.Banner(language, pages.Visitor{}, false)
	case part == fragment && s.asks():
		page, err = s.Pages.Part(language, pages.Visitor{})
	case part == "handle" && s.Pages.HasHandle():
		page, err = s.Pages.Handle(language, views.Refused)
	default:
		return consent.Text{}, errNoSuchPage
	}
	if err != nil {
		return consent.Text{}, err
	}
	text := page.Text(time.Time{})
	text.Language = language
	return text, nil
}

// withLogo puts the logo into the page: a sandboxed frame may request nothing.
func (s Served) withLogo(page string) string {
	if s.Logo == nil {
		return page
	}
	inside := "data:" + s.Logo.Type + ";base64," + base64.StdEncoding.EncodeToString(s.Logo.Content)
	return strings.ReplaceAll(page, s.Pages.Assets.Logo(), inside)
}
