package handlers

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"charte/internal/consent"
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
		records, err = s.Registry.Receipt(r.Context(), id)
		if errors.Is(err, consent.ErrNotFound) {
			id = ""
		} else if err != nil {
			return failure{status: http.StatusServiceUnavailable, name: "unavailable", cause: err}
		}
	}
	w.Header().Set("Content-Language", code)
	w.Header().Set("Cache-Control", "private, no-cache")
	if wantsJSON(r) {
		return s.receiptJSON(w, r, id, records)
	}
	p, err := s.pages.render(views.Receipt(s.receiptView(code, id, records)))
	if err != nil {
		return err
	}
	s.writeTagged(w, r, "text/html; charset=utf-8", p.fill(values{}))
	return nil
}

func (s *service) receiptView(code, id string, records []consent.Record) views.ReceiptPage {
	v := views.ReceiptPage{
		Page: s.view(code, func(other string) string { return "/" + other + "/receipt" }),
		ID:   id, Charter: safe("/" + code + "/"),
	}
	for _, record := range records {
		granted, refused := s.split(code, record.Choice)
		v.Rows = append(v.Rows, views.ReceiptRow{
			Date: s.words[code].Date(record.Time), Decision: string(record.Decision),
			Granted: granted, Refused: refused, Text: record.Text, Ended: record.Ends == id,
		})
	}
	return v
}

// receiptRecord is one record as its holder gets it.
type receiptRecord struct {
	Time     time.Time       `json:"time"`
	Decision string          `json:"decision"`
	Purposes map[string]bool `json:"purposes"`
	Text     string          `json:"text"`
	Scope    string          `json:"scope"`
	Language string          `json:"language"`
	Ends     bool            `json:"ends"`
}

func (s *service) receiptJSON(w http.ResponseWriter, r *http.Request, id string, records []consent.Record) error {
	out := struct {
		Receipt string          `json:"receipt"`
		Records []receiptRecord `json:"records"`
	}{Receipt: id, Records: []receiptRecord{}}
	for _, record := range records {
		out.Records = append(out.Records, receiptRecord{
			Time: record.Time, Decision: string(record.Decision), Purposes: record.Choice,
			Text: record.Text, Scope: record.Scope, Language: record.Language, Ends: record.Ends == id,
		})
	}
	body, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return err
	}
	s.writeTagged(w, r, "application/json; charset=utf-8", append(body, '\n'))
	return nil
}

// wantsJSON says that the client names JSON and not HTML.
func wantsJSON(r *http.Request) bool {
	accept := strings.Join(r.Header.Values("Accept"), ",")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
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
