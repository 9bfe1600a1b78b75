package handlers

import (
	"net/http"

	"charte/internal/pages"
	"charte/views"
)

// bannerShow answers requests of the frame in a portal's page. It sends
//   - an explanation, if a choice made there would not be stored;
//   - the banner, if the visitor has not chosen yet;
//   - the handle (in a kit) or a one-line summary of the choice otherwise.
type bannerShow struct{ *service }

// serve answers /{lang}/choice.
func (b *bannerShow) serve(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Vary"] = b.answers.headers.varyFrame
	lang, err := b.requests.language(r)
	if err != nil {
		return err
	}
	return b.show(w, r, lang)
}

// negotiated answers /choice in the visitor's language, so that a portal can use
// one frame address for every language.
func (b *bannerShow) negotiated(w http.ResponseWriter, r *http.Request) error {
	w.Header()["Vary"] = b.answers.headers.varyChoice
	return b.show(w, r, b.requests.negotiate(w, r))
}

func (b *bannerShow) show(w http.ResponseWriter, r *http.Request, lang string) error {
	vary(w, "Sec-Fetch-Dest")
	if why := b.requests.barrier(w, r); why != views.NoBarrier && framed(r) {
		allowFraming(w, b.answers.headers.foreign)
		p, err := b.pages.Foreign(lang, why)
		return b.sendPage(w, r, visit{lang: lang}, p, err)
	}
	v := b.requests.visit(w, r, lang)
	outcome := b.pages.Outcome(v.Visitor)
	if outcome != "" && has(r, "kit") {
		allowFraming(w, b.answers.headers.handle)
		p, err := b.pages.Handle(lang, outcome)
		return b.sendPage(w, r, v, p, err)
	}
	allowFraming(w, b.answers.headers.banner)
	if outcome != "" {
		p, err := b.pages.Summary(lang, v.Visitor)
		return b.sendPage(w, r, v, p, err)
	}
	counted := !prefetched(w, r) && r.Method == http.MethodGet
	version, err := b.ask(w, r, answer{visit: v})
	if err == nil && counted {
		b.count(v, version)
	}
	return err
}

// prefetched reports whether a program fetches the banner before anybody sees it. It then
// adds Sec-Purpose to Vary, which shows --against that this version does not count such a
// request.
func prefetched(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Sec-Purpose") == "" {
		return false
	}
	vary(w, "Sec-Purpose")
	return true
}

func (b *bannerShow) sendPage(w http.ResponseWriter, r *http.Request, v visit, p *pages.Page, err error) error {
	if err != nil {
		return err
	}
	return b.answers.send(w, r, answer{visit: v, page: p})
}

// ask sends the banner with its form and returns the text version in the form.
func (b *bannerShow) ask(w http.ResponseWriter, r *http.Request, out answer) (version string, err error) {
	if out.page, err = b.pages.Banner(out.lang, out.Visitor, out.notice != nil); err != nil {
		return "", err
	}
	err = b.texts.storeFor(r.Context(), &out, func() (*pages.Page, error) { return b.pages.Banner(out.lang, pages.Visitor{}, out.notice != nil) })
	if err != nil {
		return "", err
	}
	return out.version, b.answers.send(w, r, out)
}

// count counts a banner with a form in the tally and in the metrics.
func (b *bannerShow) count(v visit, version string) {
	b.config.Tally.Add(v.lang, version, len(v.Verdict.Added) > 0)
	if v.Verdict.Stranger {
		b.config.Observer.Stranger()
	}
	if v.Verdict.Conflict {
		b.config.Observer.Conflict()
	}
}
