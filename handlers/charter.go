package handlers

import (
	"net/http"
	"slices"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/views"
)

// charterShow shows the charter with the preferences form; after a choice, with
// its confirmation.
func (s *service) charterShow(w http.ResponseWriter, r *http.Request) error {
	code, err := s.language(r)
	if err != nil {
		return err
	}
	w.Header()["Vary"] = s.lines.varyPage
	v := s.visitor(w, r)
	var notice *views.StatusNotice
	// A choice made before the charter grew is not in doubt: the form says what is new.
	if has(r, "done") && len(v.verdict.Added) == 0 {
		notice = s.confirmation(code, v, s.told(r, v.verdict.Preferences.Choice))
	}
	return s.showCharter(w, r, http.StatusOK, code, v, nil, notice)
}

// confirmation says what the browser now holds. It is read from the cookie that
// came back, not from the query: a link that was made up cannot make it lie. What
// was ended, nothing but the query remembers.
func (s *service) confirmation(code string, v visitor, done withdrawal) *views.StatusNotice {
	n := &views.StatusNotice{
		Words: s.words[code], Kept: v.verdict.Valid, Contradicted: v.held && !v.verdict.Valid, CookieName: s.CookieName, Back: safe(v.back.URL), Ended: done.ended, Left: done.left,
	}
	if v.verdict.Valid {
		n.Current = *s.current(code, v)
		n.Current.Since = s.words[code].Date(v.verdict.Preferences.Day)
		n.Current.Until = s.lastDay(code, v.verdict.Preferences)
	}
	return n
}

// current describes the choice that holds, its dates left as slots.
func (s *service) current(code string, v visitor) *views.Current {
	outcome := s.outcome(v)
	if outcome == "" {
		return nil
	}
	c := &views.Current{Outcome: outcome}
	if v.verdict.Valid {
		c.Since, c.Until = s.pages.at(slotSince), s.pages.at(slotUntil)
		c.Granted, c.Refused = s.split(code, v.verdict.Preferences.Choice)
		if len(c.Granted) > 0 {
			c.Receipt = safe("/" + code + "/receipt")
		}
	}
	return c
}

// lastDay is the day on which the browser forgets the choice.
func (s *service) lastDay(code string, p consent.Preferences) string {
	return s.words[code].Date(consent.Later(p.Day, consent.Months))
}

// showCharter fills the charter page for one visitor. ticked are the boxes: the
// choice that holds, where nil, or what was just sent.
func (s *service) showCharter(w http.ResponseWriter, r *http.Request, status int, code string, v visitor, ticked consent.Choice, notice *views.StatusNotice) error {
	key := s.variant("charter", code, v, ticked)
	key.notice = notice != nil
	p, err := s.formPage(r.Context(), key, func() templ.Component {
		view := s.charterView(code, v, ticked)
		if key.notice {
			view.TitlePrefix, view.Status = s.pages.at(slotTitle), templ.Raw(s.pages.at(slotStatus))
		}
		return views.Charter(view)
	})
	if err != nil {
		return err
	}
	return s.send(w, r, status, code, p, v, notice)
}

func (s *service) charterView(code string, v visitor, ticked consent.Choice) views.CharterPage {
	in := s.Charters.In(code)
	page := s.view(code, func(other string) string { return "/" + other + "/" + s.pages.at(slotReturnQuery) })
	if s.assets.logo != "" {
		page.Logo = &views.Logo{Address: s.assets.logo, Alt: in.LogoAlt}
	}
	if ticked == nil {
		ticked = v.verdict.Preferences.Choice
	}
	c := views.CharterPage{
		Page:      page,
		Charter:   in,
		Form:      s.form(consent.Charter, code, v, ticked),
		ShowForm:  s.mode() != charter.None,
		Effective: s.words[code].Date(s.Charters.Effective),
		Version:   s.pages.at(slotVersion),
		Self:      safe("/" + code + "/"),
	}
	if v.verdict.Valid {
		c.Current = s.current(code, v)
	}
	for i, p := range s.Charters.Purposes {
		if p.Exempt {
			c.Exempt = append(c.Exempt, in.Purposes[i].Short)
		}
	}
	return c
}

// form builds the form of a surface.
func (s *service) form(surface consent.Surface, code string, v visitor, ticked consent.Choice) views.Form {
	f := views.Form{
		Action:     safe("/" + code + "/choice"),
		Surface:    surface,
		Text:       s.pages.at(slotText),
		Return:     s.pages.at(slotReturnField),
		NoticeOnly: s.mode() == charter.Notice,
		GPC:        v.signal && !v.verdict.Valid,
		Added:      s.addedNames(code, v.verdict.Added),
	}
	texts := s.Charters.In(code).Purposes
	for i, p := range s.Charters.Purposes {
		if p.Exempt {
			continue
		}
		f.Purposes = append(f.Purposes, views.FormPurpose{
			ID: p.ID, Title: texts[i].Short, Description: texts[i].Description,
			Trackers: texts[i].Trackers, NoneToday: p.NoneToday, Checked: ticked[p.ID],
		})
		if missing := texts[i].Without; missing != "" && !slices.Contains(f.Without, missing) {
			f.Without = append(f.Without, missing)
		}
	}
	return f
}
