package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/static"
	"charte/views"
)

// charterDocument is /charter.json: the charter for programs. It says nothing
// about any visitor.
type charterDocument struct {
	Version    int            `json:"version"`
	Controller string         `json:"controller"`
	Platform   string         `json:"platform"`
	Effective  string         `json:"effective"`
	Sites      []siteDocument `json:"sites"`
	Cookie     string         `json:"cookie"`
	// CookieDomain is the host alone where no domain is set.
	CookieDomain string            `json:"cookie_domain"`
	Languages    []string          `json:"languages"`
	Scope        string            `json:"scope"`
	Purposes     []purposeDocument `json:"purposes"`
	// Texts is language -> surface -> version of the text shown to a visitor who
	// has not chosen.
	Texts map[string]map[consent.Surface]string `json:"texts"`
	scriptDocument
}

type siteDocument struct {
	Name   string `json:"name"`
	Origin string `json:"origin"`
}

type purposeDocument struct {
	ID           string                     `json:"id"`
	Exempt       bool                       `json:"exempt"`
	NoneToday    bool                       `json:"none_today"`
	PlatformKeys []string                   `json:"platform_keys"`
	Providers    []string                   `json:"providers"`
	Match        string                     `json:"match"` // the trackers' names, as an expression
	Texts        map[string]purposeTextJSON `json:"texts"`
}

type purposeTextJSON struct {
	Title       string `json:"title"`
	Short       string `json:"short"`
	Description string `json:"description"`
	Without     string `json:"without"` // what is missing where it is refused
	// Blocked, From and Accept are shown in the place of what waits for consent: that
	// it is not loaded, who provides it, and the link to the purpose in the form.
	Blocked  string        `json:"blocked"`
	From     string        `json:"from"`
	Accept   string        `json:"accept"`
	Trackers []trackerJSON `json:"trackers"`
}

type trackerJSON struct {
	Name     string `json:"name"`
	Provider string `json:"provider"`
	Service  string `json:"service"`
	Purpose  string `json:"purpose"`
	Duration string `json:"duration"`
}

// describe makes /charter.json and /.well-known/gpc.json.
func (s *service) describe(ctx context.Context) error {
	c := s.Charters
	d := charterDocument{
		Version: 1, Controller: c.Controller.Name, Platform: c.Platform,
		Effective: c.Effective.Format("2006-01-02"), Cookie: s.CookieName, CookieDomain: cmp.Or(s.CookieDomain, s.BaseURL.Hostname()),
		Languages: s.Catalog.Languages(), Scope: s.terms.Scope.ID(),
		Texts: map[string]map[consent.Surface]string{}, Sites: []siteDocument{},
	}
	d.scriptDocument = s.describeScript()
	for _, site := range c.Sites {
		d.Sites = append(d.Sites, siteDocument(site))
	}
	for i, p := range c.Purposes {
		d.Purposes = append(d.Purposes, s.describePurpose(i, p))
	}
	for _, code := range s.Catalog.Languages() {
		texts, err := s.undecidedTexts(ctx, code)
		if err != nil {
			return err
		}
		d.Texts[code] = texts
	}
	s.shown, s.document = d.Texts, d
	if err := s.writeDocument(d); err != nil {
		return err
	}
	gpc, err := json.Marshal(map[string]any{"gpc": true, "lastUpdate": c.Effective.Format("2006-01-02")})
	s.gpc = newDocument("application/json", gpc)
	s.script = newDocument("text/javascript; charset=utf-8", static.Script())
	return err
}

// writeDocument makes what /charter.json answers from now on.
func (s *service) writeDocument(d charterDocument) error {
	body, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return err
	}
	s.json.Store(newDocument("application/json; charset=utf-8", body))
	return nil
}

// describeAgain adds the scopes of other instances to /charter.json: the script of
// kit 2 reads there which choices hold.
func (s *service) describeAgain() {
	d := s.document
	d.scriptDocument = s.describeScript()
	if err := s.writeDocument(d); err != nil {
		s.Log.Error("charter.json could not be renewed", slog.Any("error", err))
	}
}

func (s *service) describePurpose(i int, p consent.Purpose) purposeDocument {
	d := purposeDocument{
		ID: p.ID, Exempt: p.Exempt, NoneToday: p.NoneToday, Match: namePattern(p.Trackers), Texts: map[string]purposeTextJSON{},
		PlatformKeys: append([]string{}, p.PlatformKeys...), Providers: append([]string{}, p.Providers...),
	}
	for _, code := range s.Catalog.Languages() {
		t := s.Charters.In(code).Purposes[i]
		d.Texts[code] = purposeTextJSON{
			Title: t.Title, Short: t.Short, Description: t.Description, Without: t.Without, Trackers: describeTrackers(t.Trackers),
			Blocked: s.words[code].Say("embed_blocked", i18n.Data{"Title": t.Short}),
			From:    s.from(code, p, t.Trackers),
			Accept:  s.words[code].Say("embed_accept", i18n.Data{"Title": t.Short}),
		}
	}
	return d
}

// from names the providers of a purpose in a sentence; empty if none is declared.
func (s *service) from(code string, p consent.Purpose, trackers []charter.Tracker) string {
	var names []string
	for _, t := range trackers {
		names = append(names, t.Provider)
	}
	names = append(names, p.Providers...)
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
	if len(names) == 0 {
		return ""
	}
	return s.words[code].Say("embed_from", i18n.Data{"Names": strings.Join(names, ", ")})
}

func describeTrackers(trackers []charter.Tracker) []trackerJSON {
	all := []trackerJSON{}
	for _, t := range trackers {
		all = append(all, trackerJSON{
			Name: t.Name, Provider: t.Provider, Service: t.Service, Purpose: t.Purpose, Duration: t.Duration,
		})
	}
	return all
}

// undecidedTexts renders, and thereby keeps, what a visitor without a choice is
// shown on each surface.
func (s *service) undecidedTexts(ctx context.Context, code string) (map[consent.Surface]string, error) {
	none := visitor{}
	texts := map[consent.Surface]string{}
	if s.mode() == charter.None {
		return texts, nil
	}
	for surface, make := range map[consent.Surface]func() templ.Component{
		consent.Banner:  func() templ.Component { return views.Banner(s.bannerView(code, none)) },
		consent.Charter: func() templ.Component { return views.Charter(s.charterView(code, none, nil)) },
	} {
		p, err := s.formPage(ctx, s.variant(string(surface), code, none, nil), make)
		if err != nil {
			return nil, err
		}
		texts[surface] = p.text
	}
	return texts, nil
}

// charterJSON may be read by any site: it holds what the charter page says.
func (s *service) charterJSON(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	w.Header().Set("Cache-Control", "no-cache")
	s.writeTagged(w, r, s.json.Load(), &values{})
}

// gpcJSON says that this host honours Global Privacy Control (S-03).
func (s *service) gpcJSON(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-cache")
	s.writeTagged(w, r, s.gpc, &values{})
}
