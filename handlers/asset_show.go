package handlers

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"charte/internal/pages"
)

// assetShow answers /static/{hash}/{file}. The URL of an asset contains the hash of
// its content, so that caches may store it for a year (RFC 8246).
type assetShow struct {
	answers *answers
	files   map[string]*pages.Page // "hash/file" -> asset
}

func (a assetShow) serve(w http.ResponseWriter, r *http.Request) error {
	file, ok := a.files[chi.URLParam(r, "hash")+"/"+chi.URLParam(r, "file")]
	if !ok {
		return fail(http.StatusNotFound, "not_found")
	}
	w.Header().Set("Cache-Control", cacheForever)
	a.answers.write(w, r, http.StatusOK, file, &pages.Values{})
	return nil
}
