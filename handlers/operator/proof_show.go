package operator

import (
	"net/http"
	"strings"
	"time"

	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/message"
	"charte/internal/proof"
	"charte/views"
)

// proofShow answers GET /{lang}/proof: the two forms and, if the query has a day, the
// texts that were in force on it.
func (s *service) proofShow(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	history, err := s.Registry.History(r.Context())
	if err != nil {
		return err
	}
	p := s.proofPage(v, history)
	status := http.StatusOK
	if r.URL.Query().Has("day") {
		status = s.showDay(v, &p.Day, history, strings.TrimSpace(r.URL.Query().Get("day")))
	}
	return showForm(w, r, status, v, views.Proof(p))
}

// proofPage returns the page with empty forms.
func (s *service) proofPage(v visit, history []consent.Period) views.ProofPage {
	p := views.ProofPage{
		OperatorPage: s.frame(v, "proof", "proof"),
		Day:          views.DayForm{Action: address(v.code, "proof#day"), Last: s.Now().UTC().Format(time.DateOnly)},
		Receipt:      views.ReceiptForm{Action: address(v.code, "proof#receipt")},
	}
	if first := proof.FirstText(history); !first.IsZero() {
		p.Day.First = first.Format(time.DateOnly)
	}
	return p
}

// showDay adds the texts in force on a day to its form, or the reason why there are
// none, and returns the status of the answer.
func (s *service) showDay(v visit, form *views.DayForm, history []consent.Period, typed string) int {
	form.Typed = typed
	day, err := proof.ParseDay(typed, s.Now())
	if err != nil {
		form.Problem = s.problem(v, err)
		return http.StatusBadRequest
	}
	texts, err := proof.OnDay(history, day)
	if err != nil {
		form.Problem = s.problem(v, err)
		return http.StatusNotFound
	}
	form.Lead = v.words.Say("operator_day_lead", i18n.Data{"Date": v.words.Date(day)})
	language := ""
	for _, t := range texts {
		if t.Language != language {
			language = t.Language
			form.Languages = append(form.Languages, views.LanguageTexts{Name: v.Catalog.Words(language).Name()})
		}
		last := &form.Languages[len(form.Languages)-1]
		last.Rows = append(last.Rows, v.textRow(t))
	}
	return http.StatusOK
}

func (v visit) textRow(t proof.InForce) views.TextRow {
	period := v.words.Say("operator_from", i18n.Data{"From": v.moment(t.Period.From)})
	if !t.Period.Until.IsZero() {
		period = v.words.Say("operator_from_until", i18n.Data{"From": v.moment(t.Period.From), "Until": v.moment(t.Period.Until)})
	}
	return views.TextRow{
		Surface: v.words.Say("operator_surface_" + string(t.Surface)), Period: period,
		Version: short(t.Period.Value), Address: address(v.code, "versions/"+t.Period.Value),
	}
}

// problem returns an error's message in the language of the page, or in English.
func (s *service) problem(v visit, err error) views.Problem {
	lang := s.reports.Nearest(v.words.Lang())
	return views.Problem{Text: s.reports[lang].Say(message.OfError(err)), Lang: lang}
}

// showForm sends a page with a form that is sent to this listener.
func showForm(w http.ResponseWriter, r *http.Request, status int, v visit, c templ.Component) error {
	h := w.Header()
	h.Set("Content-Security-Policy", strings.Replace(h.Get("Content-Security-Policy"), "form-action 'none'", "form-action 'self'", 1))
	return showStatus(w, r, status, v, c)
}
