package operator

import (
	"bytes"
	"io/fs"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"charte/internal/i18n"
	"charte/internal/message"
	"charte/static"
	"charte/views"
)

// visit is a request for a page: its language, and the content served at that time.
type visit struct {
	Served
	words *i18n.Words
	code  string
}

// visit returns the visit for the language in the path. It fails with errNoSuchPage if
// the operator's pages do not exist in that language.
func (s *service) visit(r *http.Request) (visit, error) {
	v := visit{Served: s.Served(), code: chi.URLParam(r, "lang")}
	if !slices.Contains(v.languages(), v.code) {
		return v, errNoSuchPage
	}
	v.words = v.Catalog.Words(v.code)
	return v, nil
}

// languages returns the languages of the operator's pages.
func (s Served) languages() []string { return s.Catalog.OperatorLanguages(s.Charter.Languages) }

// charterLanguage returns the language in which the visit sees the charter: the first
// if the charter does not exist in the page's own.
func (v visit) charterLanguage() string {
	if slices.Contains(v.Charter.Languages, v.code) {
		return v.code
	}
	return v.Charter.Languages[0]
}

// home redirects to the overview in the browser's language.
func (s *service) home(w http.ResponseWriter, r *http.Request) error {
	served := s.Served()
	offered, err := served.Catalog.Only(served.languages())
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/"+offered.Negotiate(r.Header.Get("Accept-Language"))+"/", http.StatusFound)
	return nil
}

// tabs returns name and path of each page in the navigation.
func (s *service) tabs() [][2]string {
	all := [][2]string{{"overview", ""}, {"versions", "versions"}, {"proof", "proof"}, {"health", "health"}, {"kits", "kits"}, {"test", "test"}}
	if s.Draft != nil {
		all = append(all, [2]string{"draft", "draft"})
	}
	return all
}

// frame returns the parts that all pages share. path is the page's path after the
// language.
func (s *service) frame(v visit, name, path string) views.OperatorPage {
	p := views.OperatorPage{
		Words: v.words, Name: name, Controller: v.Charter.Controller.Name,
		Stylesheet: "/static/operator.css", Icon: "/static/icon.svg",
		Registry: s.recordingProblems(v),
	}
	for _, code := range v.languages() {
		p.Languages = append(p.Languages, views.LanguageLink{
			Code: code, Name: v.Catalog.Words(code).Name(), Address: address(code, path), Current: code == v.code,
		})
	}
	for _, tab := range s.tabs() {
		p.Nav = append(p.Nav, views.OperatorLink{Name: v.words.Say("operator_" + tab[0]), Address: address(v.code, tab[1]), Current: tab[1] == path})
	}
	p.FaultsLang = s.reports.Nearest(v.words.Lang())
	words := s.reports[p.FaultsLang]
	if v.State.Fault != nil {
		p.Faults = strings.Split(strings.TrimSpace(words.Say(message.OfError(v.State.Fault))), "\n")
	}
	if n := len(v.Faults); n > 0 {
		p.ServedLead = v.words.Count("operator_served", n)
	}
	for _, fault := range v.Faults {
		p.Served = append(p.Served, finding(fault, words))
	}
	return p
}

func address(code, path string) templ.SafeURL { return templ.SafeURL("/" + code + "/" + path) }

// show renders a whole page into a buffer and then sends it.
func show(w http.ResponseWriter, r *http.Request, v visit, c templ.Component) error {
	return showStatus(w, r, http.StatusOK, v, c)
}

// showStatus is show with a status.
func showStatus(w http.ResponseWriter, r *http.Request, status int, v visit, c templ.Component) error {
	var b bytes.Buffer
	if err := c.Render(r.Context(), &b); err != nil {
		return err
	}
	w.Header().Set("Content-Language", v.code)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(b.Bytes())
	}
	return nil
}

func send(w http.ResponseWriter, r *http.Request, contentType string, body []byte) error {
	w.Header().Set("Content-Type", contentType)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
	return nil
}

// sheet sends the style sheet: the public pages' styles, the operator's and the theme.
func (s *service) sheet(w http.ResponseWriter, r *http.Request) error {
	var all []byte
	for _, name := range []string{"tokens.css", "charte.css", "operator.css"} {
		css, err := fs.ReadFile(static.Files, name)
		if err != nil {
			return err
		}
		all = append(all, css...)
	}
	return send(w, r, "text/css; charset=utf-8", append(all, s.Served().Theme.Pages...))
}

func (s *service) icon(w http.ResponseWriter, r *http.Request) error {
	icon, err := fs.ReadFile(static.Files, "icon.svg")
	if err != nil {
		return err
	}
	return send(w, r, "image/svg+xml", icon)
}
