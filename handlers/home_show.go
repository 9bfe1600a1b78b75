package handlers

import (
	"net/http"

	"charte/internal/portal"
)

// homeShow redirects / to the charter in the visitor's language.
func (s *service) homeShow(w http.ResponseWriter, r *http.Request) error {
	target := s.config.BaseURL.At("/" + s.requests.negotiate(w, r) + "/")
	if back := s.requests.returnAddress(r); back.URL != "" {
		target += "?back=" + portal.Encode(back.URL)
	}
	w.Header().Set("Cache-Control", cachePrivate)
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusFound)
	return nil
}

// addSlash redirects /{lang} to /{lang}/ with the same query.
func (s *service) addSlash(w http.ResponseWriter, r *http.Request) error {
	lang, err := s.requests.language(r)
	if err != nil {
		return err
	}
	w.Header().Set("Location", withQuery(s.config.BaseURL.At("/"+lang+"/"), r))
	w.WriteHeader(http.StatusMovedPermanently)
	return nil
}
