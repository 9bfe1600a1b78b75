package operator

import (
	"bytes"
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/i18n"
	"charte/internal/stats"
	"charte/views"
)

// periods returns the lengths of a period that can be selected, in days.
func periods() []string { return []string{"30", "90", "365"} }

// period returns the period that the query selects, with its first and last day. The
// last day is today; the default is 30 days.
func (s *service) period(r *http.Request) (days string, from, to time.Time) {
	days = periods()[0]
	for _, known := range periods() {
		if r.URL.Query().Get("days") == known {
			days = known
		}
	}
	n, _ := strconv.Atoi(days) // one of periods
	to = s.Now().UTC().Truncate(24 * time.Hour)
	return days, to.AddDate(0, 0, 1-n), to
}

func (s *service) overview(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	days, from, to := s.period(r)
	totals, err := s.Registry.Totals(r.Context(), from, to)
	if err != nil {
		return err
	}
	texts, err := s.texts.all(r.Context())
	if err != nil {
		return err
	}
	f := stats.New(totals, from, to)
	p := views.OverviewPage{
		OperatorPage: s.frame(v, "overview", ""),
		Lead:         v.words.Say("operator_lead", i18n.Data{"From": v.words.Date(from), "To": v.words.Date(to)}),
		Facts:        facts(v, f),
	}
	for _, known := range periods() {
		p.Periods = append(p.Periods, views.OperatorLink{Name: v.words.Say("operator_days_" + known), Address: templ.SafeURL("?days=" + known), Current: known == days})
	}
	for _, table := range f.Tables() {
		p.Figures = append(p.Figures, v.figure(table, texts, days))
	}
	p.Figures[0].Notes = []string{v.words.Say("operator_counting")}
	p.Figures[1].Notes = []string{v.words.Say("operator_shown_note"), v.words.Say("operator_again_note")}
	return show(w, r, v, views.Overview(p))
}

// facts returns the totals of the period.
func facts(v visit, f stats.Figures) []views.OperatorFact {
	t, sum := f.Days, f.Days.Sum()
	all := []views.OperatorFact{{Name: v.words.Say("operator_decisions"), Value: v.number(t.Whole(sum))}}
	for i, id := range []string{"operator_acceptances", "operator_refusals", "operator_customs"} {
		all = append(all, views.OperatorFact{Name: v.words.Say(id), Value: v.share(t, sum, i)})
	}
	for i, id := range []string{"operator_seens", "operator_showns"} {
		all = append(all, views.OperatorFact{Name: v.words.Say(id), Value: v.number(sum[t.Parts+i])})
	}
	all = append(all, views.OperatorFact{Name: v.words.Say("operator_agains"), Value: v.share(f.Banners, f.Banners.Sum(), 1)})
	if len(f.Objections.Rows) > 0 {
		all = append(all, views.OperatorFact{Name: v.words.Say("operator_objections"), Value: v.rate(f.Objections.Sum()[0], t.Whole(sum))})
	}
	return all
}

// figuresCSV sends one table of the period as CSV, for a spreadsheet in the page's
// language; the table of scopes covers all time.
func (s *service) figuresCSV(w http.ResponseWriter, r *http.Request) error {
	name := chi.URLParam(r, "name")
	table, err := s.table(r, name)
	if err != nil {
		return err
	}
	format, err := csv.In(chi.URLParam(r, "lang"))
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := table.WriteCSV(&b, format); err != nil {
		return err
	}
	w.Header().Set("Content-Disposition", `attachment; filename="`+table.Name+`.csv"`)
	return send(w, r, "text/csv; charset=utf-8", b.Bytes())
}

func (s *service) table(r *http.Request, name string) (stats.Table, error) {
	if name == "scopes" {
		_, table, err := s.scopes(r.Context())
		return table, err
	}
	_, from, to := s.period(r)
	totals, err := s.Registry.Totals(r.Context(), from, to)
	if err != nil {
		return stats.Table{}, err
	}
	for _, table := range stats.New(totals, from, to).Tables() {
		if table.Name == name {
			return table, nil
		}
	}
	return stats.Table{}, errNoSuchPage
}

// scopes returns the changes of scope and the decisions under each scope since the
// first day.
func (s *service) scopes(ctx context.Context) ([]stats.Change, stats.Table, error) {
	texts, err := s.texts.all(ctx)
	if err != nil {
		return nil, stats.Table{}, err
	}
	scopes, err := s.Registry.Scopes(ctx)
	if err != nil {
		return nil, stats.Table{}, err
	}
	totals, err := s.Registry.Totals(ctx, time.Time{}, s.Now())
	if err != nil {
		return nil, stats.Table{}, err
	}
	history, err := s.Registry.History(ctx)
	if err != nil {
		return nil, stats.Table{}, err
	}
	changes := stats.Changes(scopes, history)
	return changes, stats.Scopes(totals, changes, texts), nil
}

// short returns the first 12 digits of a hash; the CSV has all of them.
func short(hash string) string { return hash[:min(len(hash), 12)] }

// surface returns the name of a surface with its language.
func (v visit) surface(language string, s consent.Surface) string {
	return v.words.Say("operator_surface_in", i18n.Data{"Surface": v.words.Say("operator_surface_" + string(s)), "Language": v.Catalog.Words(language).Name()})
}
