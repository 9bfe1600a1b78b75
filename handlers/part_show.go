package handlers

import (
	"net/http"

	"charte/internal/pages"
)

// partShow answers the include of kit 4: the fragment that the portal's proxy puts into a
// page. The request has the cookies of that page's request, but its Referer and its
// Sec-Fetch headers describe the page before, so they are not read. No cache may store
// the fragment, and it is never compressed, because an include copies it as it is.
type partShow struct{ *bannerShow }

// serve answers /{lang}/part. In a page whose language the charter lacks, the fragment is
// in that of the browser: an error would leave the page without a banner.
func (s partShow) serve(w http.ResponseWriter, r *http.Request) error {
	lang, err := s.requests.language(r)
	if err != nil {
		return s.negotiated(w, r)
	}
	return s.show(w, r, lang)
}

// negotiated answers /part in the language of the query or of the browser.
func (s partShow) negotiated(w http.ResponseWriter, r *http.Request) error {
	vary(w, "Accept-Language")
	return s.show(w, r, s.languageOf(r))
}

func (s partShow) languageOf(r *http.Request) string {
	return s.requests.languages.Negotiate(r.Header.Get("Accept-Language"), field(r, "lang"), field(r, "flg"))
}

func (s partShow) show(w http.ResponseWriter, r *http.Request, lang string) error {
	v := s.requests.visit(w, r, lang)
	p, err := s.pages.Part(lang, v.Visitor)
	if err != nil {
		return err
	}
	h := w.Header()
	h["Cache-Control"] = s.answers.headers.noStore
	if p == nil {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	var fill pages.Values
	if p.Version != "" {
		version := s.texts.store(r.Context(), p)
		fill.SetVersion(version)
		if r.Method == http.MethodGet {
			s.count(v, version)
		}
	}
	h["Content-Language"] = s.answers.headers.language[lang]
	s.answers.writeAs(w, r, http.StatusOK, p, &fill, false)
	return nil
}
