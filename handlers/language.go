package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"charte/internal/portal"
	"charte/views"
)

// language returns the language that the path starts with. It reads the path
// and not the route, because errors are said in that language too, where no
// route was found.
func (s *service) language(r *http.Request) (string, error) {
	code, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	if s.words[code] == nil {
		return "", fail(http.StatusNotFound, "not_found")
	}
	return code, nil
}

// negotiate finds the language for a path that names none: the query's lang or
// flg (what the portal sends), else the Referer's flg, else Accept-Language.
func (s *service) negotiate(w http.ResponseWriter, r *http.Request) string {
	vary(w, "Referer", "Accept-Language")
	// Of a Referer that cannot be parsed the query is read all the same.
	_, from, _ := strings.Cut(r.Referer(), "?")
	from, _, _ = strings.Cut(from, "#")
	said := wish{r.Header.Get("Accept-Language"), field(r, "lang"), field(r, "flg"), first(fields(from, "flg"))}
	if code, ok := s.wishes.get(said); ok {
		return code
	}
	code := s.Catalog.Negotiate(said.accepted, said.lang, said.flg, said.from)
	s.wishes.put(said.clone(), code)
	return code
}

// wish is all that a request says about languages.
type wish struct{ accepted, lang, flg, from string }

// clone keeps what is remembered from holding on to the whole request.
func (w wish) clone() wish {
	return wish{strings.Clone(w.accepted), strings.Clone(w.lang), strings.Clone(w.flg), strings.Clone(w.from)}
}

// wishesMemory bounds the wishes remembered, in bytes. Browsers of one kind and
// country say the same.
const wishesMemory = 1 << 20

func newWishes() *memo[wish, string] {
	const bookkeeping = 256 // what a wish takes beside its texts
	return newMemo(wishesMemory, func(w wish, _ string) int {
		return len(w.accepted) + len(w.lang) + len(w.flg) + len(w.from) + bookkeeping
	})
}

// home sends the visitor to the charter in their language.
func (s *service) home(w http.ResponseWriter, r *http.Request) error {
	target := "/" + s.negotiate(w, r) + "/"
	if back := s.returnAddress(r); back.URL != "" {
		target += "?return=" + url.QueryEscape(back.URL)
	}
	w.Header().Set("Cache-Control", "private, no-cache")
	w.Header().Set("Location", target)
	w.WriteHeader(http.StatusFound)
	return nil
}

// returnAddress reads the page to go back to: the query's return, else the
// Referer. Anything that is not ours or a portal's is as if nothing was said.
func (s *service) returnAddress(r *http.Request) portal.Address {
	switch given := fields(r.URL.RawQuery, "return"); len(given) {
	case 0:
	case 1:
		return s.Portals.Parse(given[0])
	default:
		return portal.Address{}
	}
	from := s.Portals.Parse(r.Referer())
	if from.Portal == "" {
		return portal.Address{} // our own pages pass return themselves
	}
	return from
}

// view is what every page in a language starts from. here makes the address of
// the same page in another language; nil: no switch.
func (s *service) view(code string, here func(code string) string) views.Page {
	v := views.Page{Site: s.site(), Words: s.words[code]}
	if here == nil {
		return v
	}
	for _, other := range s.Catalog.Languages() {
		v.Languages = append(v.Languages, views.LanguageLink{
			Code: other, Name: s.words[other].Name(), Address: safe(here(other)), Current: other == code,
		})
	}
	return v
}

func (s *service) site() views.Site {
	c := s.Charters
	return views.Site{
		Controller: c.Controller.Name, Platform: c.Platform, Sites: c.Sites,
		Stylesheet: s.assets.stylesheet, BannerCSS: s.assets.banner.css, HandleCSS: s.assets.handle.css, Icon: s.assets.icon,
		LegalNotice: c.LegalNotice, Accessibility: c.Accessibility,
	}
}
