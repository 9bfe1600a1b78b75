package handlers

import (
	"net/http"

	"charte/internal/consent"
	"charte/views"
)

// charterShow answers /{lang}/: the charter with the preferences form; after a
// choice, with its confirmation.
type charterShow struct{ *service }

func (c *charterShow) serve(w http.ResponseWriter, r *http.Request) error {
	lang, err := c.requests.language(r)
	if err != nil {
		return err
	}
	w.Header()["Vary"] = c.answers.headers.varyPage
	v := c.requests.visit(w, r, lang)
	var notice *views.StatusNotice
	// A choice made before the charter grew is not in doubt: the form shows what is new.
	if has(r, "done") && len(v.Verdict.Added) == 0 {
		notice = c.confirmation(v, c.cookies.reported(r, v.Verdict.Preferences.Choice))
	}
	return c.show(w, r, answer{visit: v, notice: notice}, nil)
}

// confirmation describes what the browser now holds. It is read from the cookie
// that came back and not from the query, so that a made-up link cannot make it
// lie. Only the query knows which cookies were ended.
func (c *charterShow) confirmation(v visit, done withdrawal) *views.StatusNotice {
	return &views.StatusNotice{
		Words: c.pages.Words(v.lang), Kept: v.Verdict.Valid, Contradicted: v.held && !v.Verdict.Valid, CookieName: c.config.CookieName,
		Back: safe(v.back.URL), Ended: done.ended, Left: done.left, Current: c.pages.Current(v.lang, v.Visitor),
	}
}

// show sends the charter page. ticked are the boxes: those of the choice that
// holds, where nil, or what was just sent.
func (c *charterShow) show(w http.ResponseWriter, r *http.Request, out answer, ticked consent.Choice) (err error) {
	if out.page, err = c.pages.Charter(out.lang, out.Visitor, ticked, out.notice != nil); err != nil {
		return err
	}
	out.version = c.texts.keep(r.Context(), out.page)
	return c.answers.send(w, r, out)
}
