package operator

import (
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/views"
)

// maxForm limits the body of a form, in bytes.
const maxForm = 8 << 10

// foundReceipt is a receipt with its records and, by hash, the texts that they cite,
// without HTML and CSS.
type foundReceipt struct {
	id      string
	records []consent.Record
	texts   map[string]consent.Text
}

// receiptError explains why a receipt cannot be shown: the key of its text, and the
// status of the answer.
type receiptError struct {
	key    string
	status int
}

func (e receiptError) Error() string { return e.key }

// receiptFind answers POST /{lang}/proof: the records of the receipt in the form. The
// number is sent by POST, so that no address bar, history or log contains it.
func (s *service) receiptFind(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	history, err := s.Registry.History(r.Context())
	if err != nil {
		return err
	}
	p := s.proofPage(v, history)
	found, err := s.findReceipt(w, r)
	p.Receipt.Typed = strings.TrimSpace(r.PostFormValue("receipt"))
	status := http.StatusOK
	var problem receiptError
	switch {
	case errors.As(err, &problem):
		p.Receipt.Problem, status = views.Problem{Text: v.words.Say(problem.key), Lang: v.code}, problem.status
	case err != nil:
		return err
	default:
		s.showReceipt(v, &p.Receipt, found)
	}
	return showForm(w, r, status, v, views.Proof(p))
}

func (s *service) showReceipt(v visit, form *views.ReceiptForm, found foundReceipt) {
	form.Typed, form.ID, form.Records, form.Verified = found.id, found.id, v.records(found), s.verifiedToday(v)
	for _, code := range v.languages() {
		words := v.Catalog.Words(code)
		form.Letters = append(form.Letters, views.Letters{
			Code: code, Address: address(code, "letter"), Access: words.Say("operator_letter_button"), Erasure: words.Say("operator_erasure_button"),
		})
	}
}

func (s *service) verifiedToday(v visit) string {
	return v.words.Say("operator_record_verified", i18n.Data{"Date": v.words.Date(s.Now())})
}

// findReceipt returns the receipt in the form with its records. The error is a
// [receiptError] if the number is wrong, or if a record or a text was changed since it
// was written. No error contains the number.
func (s *service) findReceipt(w http.ResponseWriter, r *http.Request) (foundReceipt, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		return foundReceipt{}, receiptError{"operator_receipt_malformed", http.StatusBadRequest}
	}
	id, ok := consent.ParseReceipt(r.PostFormValue("receipt"))
	if !ok {
		return foundReceipt{}, receiptError{"operator_receipt_malformed", http.StatusBadRequest}
	}
	records, err := s.Registry.Receipt(r.Context(), id)
	if errors.Is(err, consent.ErrNotFound) {
		return foundReceipt{}, receiptError{"operator_receipt_unknown", http.StatusNotFound}
	}
	if err != nil {
		return foundReceipt{}, err
	}
	found := foundReceipt{id, records, map[string]consent.Text{}}
	if err := s.verifyReceipt(r, found); err != nil {
		s.Log.ErrorContext(r.Context(), "a record that was asked for is not as it was written; run charte verify", slog.Any("error", err))
		return foundReceipt{}, receiptError{"operator_receipt_changed", http.StatusInternalServerError}
	}
	return found, nil
}

// verifyReceipt fails unless each record and each text that it cites has its hash. It
// stores the texts in found.
func (s *service) verifyReceipt(r *http.Request, found foundReceipt) error {
	for _, record := range found.records {
		if err := record.Unchanged(); err != nil {
			return err
		}
		if record.Text == "" {
			continue
		}
		text, err := s.Registry.Text(r.Context(), record.Text)
		if err != nil {
			return err
		}
		text.HTML, text.CSS = nil, nil
		found.texts[record.Text] = text
	}
	return nil
}
