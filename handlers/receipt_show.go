package handlers

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"charte/internal/consent"
	"charte/internal/pages"
)

// receiptShow answers /{lang}/receipt: the records of the visitor's receipt, as a page
// or, if the client asks for it, as JSON.
func (s *service) receiptShow(w http.ResponseWriter, r *http.Request) error {
	lang, err := s.requests.language(r)
	if err != nil {
		return err
	}
	vary(w, "Cookie", "Accept")
	id, records, err := s.findReceipt(r)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Language", lang)
	hide(w)
	w.Header().Set("Cache-Control", cachePrivate)
	var p *pages.Page
	if wantsJSON(r) {
		p, err = s.pages.ReceiptJSON(jsonType(r), id, records)
	} else {
		p, err = s.pages.Receipt(lang, id, records)
	}
	if err != nil {
		return err
	}
	s.answers.writeTagged(w, r, p, &pages.Values{})
	return nil
}

// findReceipt returns the visitor's receipt id and its records. The id is empty if the
// visitor sent no receipt or the registry has no record of it. It fails if a record was
// changed since it was written.
func (s *service) findReceipt(r *http.Request) (string, []consent.Record, error) {
	id := s.cookies.receipt(r)
	if id == "" {
		return "", nil, nil
	}
	ctx, cancel := context.WithTimeout(r.Context(), textTimeout)
	defer cancel()
	records, err := s.config.Registry.Receipt(ctx, id)
	if errors.Is(err, consent.ErrNotFound) {
		return "", nil, nil
	}
	if err != nil {
		return "", nil, failure{status: http.StatusServiceUnavailable, name: "unavailable", cause: err}
	}
	for _, record := range records {
		if err := record.Unchanged(); err != nil {
			return "", nil, err
		}
	}
	return id, records, nil
}

func accepted(r *http.Request) string { return strings.Join(r.Header.Values("Accept"), ",") }

// wantsJSON reports whether the client accepts JSON and does not list HTML.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(accepted(r), "json") && !strings.Contains(accepted(r), "text/html")
}

func jsonType(r *http.Request) string {
	if strings.Contains(accepted(r), "application/ld+json") {
		return "application/ld+json"
	}
	return "application/json; charset=utf-8"
}
