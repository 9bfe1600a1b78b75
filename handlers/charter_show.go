package handlers

import (
	"net/http"
	"slices"

	"charte/internal/consent"
	"charte/internal/pages"
	"charte/views"
)

// charterShow answers /{lang}/: the charter with the preferences form and, after a
// choice, a confirmation.
type charterShow struct{ *service }

func (c *charterShow) serve(w http.ResponseWriter, r *http.Request) error {
	lang, err := c.requests.language(r)
	if err != nil {
		return err
	}
	w.Header()["Vary"] = c.answers.headers.varyPage
	c.answers.describe(w, r, lang)
	v := c.requests.visit(w, r, lang)
	var notice *views.StatusNotice
	done := consent.Decision(field(r, "done"))
	switch {
	case isObjection(done) && c.requests.objectable:
		notice = c.objection(v, done, fields(r.URL.RawQuery, "purpose"), c.cookies.reported(r, v.Verdict.Preferences))
	// If the scope has grown since the choice, the form with the new purposes is
	// shown in place of a confirmation.
	case has(r, "done") && len(v.Verdict.Added) == 0:
		notice = c.confirmation(v, c.cookies.reported(r, v.Verdict.Preferences))
	}
	return c.show(w, r, answer{visit: v, notice: notice}, nil)
}

// confirmation describes the choice in the browser's cookie. It does not trust the
// query for that, because anyone can forge a link. The lists of expired and
// remaining cookies exist only in the query; see reported.
func (c *charterShow) confirmation(v visit, done withdrawal) *views.StatusNotice {
	return &views.StatusNotice{
		Words: c.pages.Words(v.lang), Kept: v.Verdict.Valid, Contradicted: v.held && !v.Verdict.Valid, CookieName: c.config.CookieName,
		Back: v.wayBack(), Ended: done.ended, Left: done.left, Current: c.pages.Current(v.lang, v.Visitor),
		Objected: c.pages.Objected(v.lang, v.Visitor, v.back.URL),
	}
}

// objection confirms an objection to the purposes with some ids, or that it was taken
// back, if the browser's cookie contains it.
func (c *charterShow) objection(v visit, done consent.Decision, ids []string, cookies withdrawal) *views.StatusNotice {
	o := v.Verdict.Preferences.Objection
	kept := o.Made() && !v.Verdict.Conflict
	var acted []consent.Purpose
	for _, p := range c.cookies.objectable {
		if slices.Contains(ids, p.ID) {
			acted = append(acted, p)
			kept = kept && o.To(p.ID) == (done == consent.Object)
		}
	}
	return &views.StatusNotice{
		Words: c.pages.Words(v.lang), Kept: kept, Contradicted: v.Verdict.Conflict, CookieName: c.config.CookieName,
		Back: v.wayBack(), Ended: cookies.ended, Left: cookies.left,
		Objection: done, Acted: c.pages.Titles(v.lang, acted), Objected: c.pages.Objected(v.lang, v.Visitor, v.back.URL),
	}
}

// show sends the charter page with the boxes of ticked, or those of the visitor's
// valid choice if ticked is nil.
func (c *charterShow) show(w http.ResponseWriter, r *http.Request, out answer, ticked consent.Choice) (err error) {
	if out.page, err = c.pages.Charter(out.lang, out.Visitor, ticked, out.notice != nil); err != nil {
		return err
	}
	err = c.texts.storeFor(r.Context(), &out, func() (*pages.Page, error) { return c.pages.Charter(out.lang, pages.Visitor{}, nil, out.notice != nil) })
	if err != nil {
		return err
	}
	return c.answers.send(w, r, out)
}
