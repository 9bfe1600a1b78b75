package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/internal/dpv"
	"charte/views"
)

// receiptShow shows what is recorded under the receipt that this browser holds,
// as a page or, on request, as JSON.
func (s *service) receiptShow(w http.ResponseWriter, r *http.Request) error {
	code, err := s.language(r)
	if err != nil {
		return err
	}
	vary(w, "Cookie", "Accept")
	var records []consent.Record
	id := s.receipt(r)
	if id != "" {
		ctx, cancel := context.WithTimeout(r.Context(), textPatience)
		defer cancel()
		records, err = s.Registry.Receipt(ctx, id)
		if errors.Is(err, consent.ErrNotFound) {
			id = ""
		} else if err != nil {
			return failure{status: http.StatusServiceUnavailable, name: "unavailable", cause: err}
		}
		for _, record := range records { // one that was changed is not what the visitor decided
			if err := record.Unchanged(); err != nil {
				return err
			}
		}
	}
	w.Header().Set("Content-Language", code)
	w.Header().Set("Cache-Control", "private, no-cache")
	if wantsJSON(r) {
		return s.receiptJSON(w, r, id, records)
	}
	pieces, err := s.pages.render(views.Receipt(s.receiptView(code, id, records)))
	if err != nil {
		return err
	}
	s.writeTagged(w, r, pieces.page(values{}), &values{})
	return nil
}

func (s *service) receiptView(code, id string, records []consent.Record) views.ReceiptPage {
	v := views.ReceiptPage{
		Page: s.view(code, func(other string) string { return "/" + other + "/receipt" }),
		ID:   id, Charter: safe("/" + code + "/"),
	}
	for _, record := range records {
		granted, refused := s.recorded(code, record.Choice)
		v.Rows = append(v.Rows, views.ReceiptRow{
			Date: s.words[code].Date(record.Time), Decision: string(record.Decision),
			Granted: granted, Refused: refused, Text: record.Text, Ended: record.Ends == id && record.Receipt != id,
		})
	}
	return v
}

// recorded names the purposes that a record speaks of: a purpose that was added
// since was not refused then, and one that is gone since was asked about all the
// same. Such a one has no title any more, and is named by its id.
func (s *service) recorded(code string, c consent.Choice) (granted, refused []string) {
	left := maps.Clone(c)
	var ids []string
	for _, p := range s.Charters.Purposes {
		if _, asked := left[p.ID]; asked {
			ids = append(ids, p.ID)
			delete(left, p.ID)
		}
	}
	for _, id := range append(ids, slices.Sorted(maps.Keys(left))...) {
		if c[id] {
			granted = append(granted, s.shortTitle(code, id))
		} else {
			refused = append(refused, s.shortTitle(code, id))
		}
	}
	return granted, refused
}

// receiptJSON writes the receipt in the vocabulary of ISO/IEC TS 27560.
func (s *service) receiptJSON(w http.ResponseWriter, r *http.Request, id string, records []consent.Record) error {
	body, err := json.MarshalIndent(dpv.NewReceipt(id, records, s.Charters.Controller.Name), "", "  ")
	if err != nil {
		return err
	}
	kind := "application/json; charset=utf-8"
	if strings.Contains(accepted(r), "application/ld+json") {
		kind = "application/ld+json"
	}
	s.writeTagged(w, r, newDocument(kind, append(body, '\n')), &values{})
	return nil
}

func accepted(r *http.Request) string { return strings.Join(r.Header.Values("Accept"), ",") }

// wantsJSON says that the client names JSON and not HTML.
func wantsJSON(r *http.Request) bool {
	return strings.Contains(accepted(r), "json") && !strings.Contains(accepted(r), "text/html")
}

// accessibilityShow shows the accessibility statement.
func (s *service) accessibilityShow(w http.ResponseWriter, r *http.Request) error {
	code, err := s.language(r)
	if err != nil {
		return err
	}
	p, err := s.plainPage(variant{kind: "accessibility", lang: code}, func() templ.Component {
		return views.Accessibility(views.AccessibilityPage{
			Page:    s.view(code, func(other string) string { return "/" + other + "/accessibility" }),
			Contact: s.Charters.Controller.Contact, Charter: safe("/" + code + "/"),
		})
	})
	if err != nil {
		return err
	}
	return s.send(w, r, http.StatusOK, code, p, visitor{}, nil)
}
