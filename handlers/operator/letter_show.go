package operator

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/views"
)

// letterShow answers POST /{lang}/letter: a letter in that language to the holder of
// the receipt in the form, who asks for access or, if the form has request=erasure, for
// erasure.
func (s *service) letterShow(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	found, err := s.findReceipt(w, r)
	var problem receiptError
	if errors.As(err, &problem) {
		plain(w, problem.status, v.words.Say(problem.key))
		return nil
	}
	if err != nil {
		return err
	}
	p := views.LetterPage{
		OperatorPage: s.frame(v, "letter", "proof"), Date: v.words.Say("operator_letter_date", i18n.Data{"Date": v.words.Date(s.Now())}),
		ID: found.id, Service: s.BaseURL.String(), Records: v.records(found), Contact: v.Charter.Controller.DPO,
		Verified: s.verifiedToday(v), Erasure: r.PostForm.Get("request") == "erasure", Kept: s.kept(v, found), Back: address(v.code, "proof#receipt"),
	}
	if p.Contact == "" {
		p.Contact = v.Charter.Controller.Contact
	}
	for i := range p.Records {
		p.Records[i].Facts = withoutHash(p.Records[i].Facts)
	}
	return show(w, r, v, views.Letter(p))
}

// withoutHash removes the facts that mean nothing to a visitor.
func withoutHash(facts []views.OperatorFact) []views.OperatorFact {
	return slices.DeleteFunc(facts, func(f views.OperatorFact) bool { return f.Code })
}

// kept describes until when the records of a receipt are retained.
func (s *service) kept(v visit, found foundReceipt) string {
	if s.Retention == 0 {
		return v.words.Say("operator_letter_kept_forever")
	}
	last := found.records[len(found.records)-1].Time.UTC().Truncate(24 * time.Hour)
	return v.words.Say("operator_letter_kept", i18n.Data{"Date": v.words.Date(consent.Later(last, s.Retention))})
}

// records returns each record of a receipt with its facts, in the visit's language.
func (v visit) records(found foundReceipt) (all []views.ReceiptRecord) {
	for _, r := range found.records {
		record := views.ReceiptRecord{
			Title: v.words.Say("operator_record_of", i18n.Data{"Moment": v.moment(r.Time), "Number": v.number(r.Sequence)}),
			Facts: v.recordFacts(found, r),
		}
		if r.Text != "" {
			record.Text = address(v.code, "versions/"+r.Text)
		}
		all = append(all, record)
	}
	return all
}

// recordFacts returns the facts of a record. Another receipt that it created is not
// among them: its number is known to its holder only.
func (v visit) recordFacts(found foundReceipt, r consent.Record) (facts []views.OperatorFact) {
	add := func(key, value string) {
		if value != "" {
			facts = append(facts, views.OperatorFact{Name: v.words.Say(key), Value: value})
		}
	}
	decision := v.words.Say("decision_" + string(r.Decision))
	if r.Ends == found.id && r.Receipt != found.id {
		decision += " " + v.words.Say("operator_record_ended")
	}
	add("receipt_decision", decision)
	granted, refused := v.sides(r.Choice)
	add("receipt_granted", granted)
	add("receipt_refused", refused)
	add("operator_record_portal", r.Portal)
	shown := v.words.Say("operator_no_text")
	if text, cited := found.texts[r.Text]; cited {
		shown = v.words.Say("operator_record_text", i18n.Data{"Surface": v.surface(text.Language, text.Surface), "Version": short(r.Text), "Date": v.words.Date(text.FirstServed)})
	}
	add("operator_record_shown", shown)
	if r.GPC {
		add("operator_record_signal", v.words.Say("operator_yes"))
	}
	facts = append(facts, views.OperatorFact{Name: v.words.Say("operator_record_hash"), Value: r.Hash, Code: true})
	return facts
}

// sides names the purposes that a choice grants and refuses.
func (v visit) sides(c consent.Choice) (granted, refused string) {
	var yes, no []string
	for _, id := range v.Charter.Order(c) {
		name := v.words.Say("quoted", i18n.Data{"Title": v.purpose(id)})
		if c[id] {
			yes = append(yes, name)
		} else {
			no = append(no, name)
		}
	}
	return strings.Join(yes, ", "), strings.Join(no, ", ")
}
