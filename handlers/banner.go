package handlers

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"

	"charte/internal/consent"
	"charte/views"
)

// bannerShow answers /{lang}/choice.
func (s *service) bannerShow(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Vary"] = s.lines.varyFrame
	code, err := s.language(r)
	if err != nil {
		return err
	}
	return s.showBanner(w, r, code)
}

// bannerNegotiated answers /choice: one portal header serves every language.
func (s *service) bannerNegotiated(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Vary"] = s.lines.varyChoice
	return s.showBanner(w, r, s.negotiate(w, r))
}

// showBanner answers the frame: the banner while the visitor is asked, else one
// line (in the kit, the handle) that says what holds; and where a choice would be
// lost, why nothing is asked.
func (s *service) showBanner(w http.ResponseWriter, r *http.Request, code string) error {
	vary(w, "Sec-Fetch-Dest")
	if why := s.doubt(w, r); why != views.NoDoubt && framed(r) {
		return s.showForeign(w, r, code, why)
	}
	v := s.visitor(w, r)
	if s.outcome(v) != "" && has(r, "kit") {
		allowFraming(w, s.lines.handle)
		return s.showHandle(w, r, code, v)
	}
	allowFraming(w, s.lines.banner)
	if s.outcome(v) == "" {
		return s.ask(w, r, http.StatusOK, code, v, nil)
	}
	p, err := s.plainPage(s.variant("summary", code, v, nil), func() templ.Component {
		return views.Summary(views.SummaryPage{
			Page: s.view(code, nil), Current: *s.current(code, v),
			Change: s.changeLink(code), Handle: s.handle(code, s.outcome(v)),
		})
	})
	if err != nil {
		return err
	}
	return s.send(w, r, http.StatusOK, code, p, v, nil)
}

func (s *service) showHandle(w http.ResponseWriter, r *http.Request, code string, v visitor) error {
	p, err := s.plainPage(s.variant("handle", code, v, nil), func() templ.Component {
		return views.HandleAlone(views.HandlePage{Page: s.view(code, nil), Handle: s.handle(code, s.outcome(v))})
	})
	if err != nil {
		return err
	}
	return s.send(w, r, http.StatusOK, code, p, v, nil)
}

func (s *service) showForeign(w http.ResponseWriter, r *http.Request, code string, why views.Doubt) error {
	allowFraming(w, s.lines.foreign)
	p, err := s.plainPage(variant{kind: string(why), lang: code}, func() templ.Component {
		return views.Foreign(views.ForeignPage{Page: s.view(code, nil), Why: why, Charter: safe("/" + code + "/")})
	})
	if err != nil {
		return err
	}
	return s.send(w, r, http.StatusOK, code, p, visitor{}, nil)
}

// ask shows the banner with its form.
func (s *service) ask(w http.ResponseWriter, r *http.Request, status int, code string, v visitor, notice *views.StatusNotice) error {
	key := s.variant("banner", code, v, nil)
	key.notice = notice != nil
	p, err := s.formPage(r.Context(), key, func() templ.Component {
		view := s.bannerView(code, v)
		if key.notice {
			view.TitlePrefix, view.Status = s.pages.at(slotTitle), templ.Raw(s.pages.at(slotStatus))
		}
		return views.Banner(view)
	})
	if err != nil {
		return err
	}
	if status == http.StatusOK && r.Method == http.MethodGet {
		s.Tally.Add(code, p.text, len(v.verdict.Added) > 0)
		s.countDoubts(v.verdict)
	}
	return s.send(w, r, status, code, p, v, notice)
}

// countDoubts counts why a choice that the browser holds is asked for again.
func (s *service) countDoubts(v consent.Verdict) {
	if v.Stranger {
		s.Observer.Stranger()
	}
	if v.Conflict {
		s.Observer.Conflict()
	}
}

func (s *service) bannerView(code string, v visitor) views.BannerPage {
	outcome := s.outcome(v)
	if outcome == "" {
		outcome = views.Refused // whoever has not chosen has not agreed (C-02)
	}
	return views.BannerPage{
		Page: s.view(code, nil), Form: s.form(consent.Banner, code, v, nil),
		Choose: s.changeLink(code), Handle: s.handle(code, outcome),
	}
}

// changeLink leads to the form on the charter page, and from there back.
func (s *service) changeLink(code string) templ.SafeURL {
	return safe("/" + code + "/" + s.pages.at(slotReturnQuery) + "#choices")
}

func (s *service) handle(code string, outcome views.Outcome) views.Handle {
	return views.Handle{Outcome: outcome, Change: s.changeLink(code)}
}

// variant names the page that fits a visitor. ticked are the boxes; nil: as the
// choice that holds has them.
func (s *service) variant(kind, code string, v visitor, ticked consent.Choice) variant {
	key := variant{kind: kind, lang: code, choice: v.choice, signal: v.signal && !v.verdict.Valid}
	if ticked != nil {
		key.ticked = ticked.String()
	}
	if len(v.verdict.Added) > 0 {
		key.added = strings.Join(s.addedNames(code, v.verdict.Added), "\n")
	}
	return key
}
