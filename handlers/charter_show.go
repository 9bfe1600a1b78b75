package handlers

import (
	"net/http"

	"charte/internal/consent"
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
	v := c.requests.visit(w, r, lang)
	var notice *views.StatusNotice
	// If the scope has grown since the choice, the form with the new purposes is
	// shown in place of a confirmation.
	if has(r, "done") && len(v.Verdict.Added) == 0 {
		notice = c.confirmation(v, c.cookies.reported(r, v.Verdict.Preferences.Choice))
	}
	return c.show(w, r, answer{visit: v, notice: notice}, nil)
}

// confirmation describes the choice in the browser's cookie. It does not trust the
// query for that, because anyone can forge a link. The lists of expired and
// remaining cookies exist only in the query; see reported.
func (c *charterShow) confirmation(v visit, done withdrawal) *views.StatusNotice {
	return &views.StatusNotice{
		Words: c.pages.Words(v.lang), Kept: v.Verdict.Valid, Contradicted: v.held && !v.Verdict.Valid, CookieName: c.config.CookieName,
		Back: safe(v.back.URL), Ended: done.ended, Left: done.left, Current: c.pages.Current(v.lang, v.Visitor),
	}
}

// show sends the charter page with the boxes of ticked, or those of the visitor's
// valid choice if ticked is nil.
func (c *charterShow) show(w http.ResponseWriter, r *http.Request, out answer, ticked consent.Choice) (err error) {
	if out.page, err = c.pages.Charter(out.lang, out.Visitor, ticked, out.notice != nil); err != nil {
		return err
	}
	out.version = c.texts.store(r.Context(), out.page)
	return c.answers.send(w, r, out)
}
