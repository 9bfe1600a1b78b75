package handlers

import (
	"net/http"

	"charte/internal/pages"
)

// gpcShow answers /.well-known/gpc.json, which declares that this host honours
// Global Privacy Control (S-03).
func (s *service) gpcShow() http.HandlerFunc {
	gpc := s.pages.GPC()
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", cacheOpen)
		s.answers.writeTagged(w, r, gpc, &pages.Values{})
	}
}
