package pages

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/portal"
)

// Versions are the text versions of the pages that visitors without a choice see:
// language -> surface -> version.
type Versions map[string]map[consent.Surface]string

// charterDocument is /charter.json: the charter for programs. It contains nothing about
// any visitor.
type charterDocument struct {
	Version    int            `json:"version"`
	Controller string         `json:"controller"`
	Platform   string         `json:"platform"`
	Effective  string         `json:"effective"`
	Sites      []siteDocument `json:"sites"`
	Cookie     string         `json:"cookie"`
	// CookieDomain is the service's host where no domain is set.
	CookieDomain string            `json:"cookie_domain"`
	Languages    []string          `json:"languages"`
	Scope        string            `json:"scope"`
	Purposes     []purposeDocument `json:"purposes"`
	Texts        Versions          `json:"texts"`
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
	Objection    bool                       `json:"objection,omitempty"`
	OptOut       []string                   `json:"opt_out_cookies,omitempty"`
	Providers    []string                   `json:"providers"`
	Match        string                     `json:"match"` // the trackers' names, as a regular expression
	Texts        map[string]purposeTextJSON `json:"texts"`
}

type purposeTextJSON struct {
	Title       string `json:"title"`
	Short       string `json:"short"`
	Description string `json:"description"`
	Without     string `json:"without"` // what does not work where it is refused
	// Blocked, From and Accept are shown in place of content that needs consent: that
	// it is not loaded, who provides it, and the link to the purpose in the form.
	Blocked  string        `json:"blocked"`
	From     string        `json:"from"`
	Accept   string        `json:"accept"`
	Trackers []trackerJSON `json:"trackers"`
}

type trackerJSON struct {
	Name     string `json:"name"`
	Kind     string `json:"kind,omitempty"` // absent for a cookie
	Provider string `json:"provider"`
	Service  string `json:"service"`
	Purpose  string `json:"purpose"`
	Duration string `json:"duration"`
}

// Document returns /charter.json. scopes are those ever in force, covered the new
// readings among them, texts the versions that visitors without a choice see.
func (p *Pages) Document(scopes []consent.Scope, covered consent.Coverages, texts Versions) (*Page, error) {
	c := p.content.Charter
	d := charterDocument{
		Version: 1, Controller: c.Controller.Name, Platform: c.Platform,
		Effective: c.Effective.Format("2006-01-02"), Cookie: p.site.CookieName, CookieDomain: cmp.Or(p.site.CookieDomain, p.site.Base.Hostname()),
		Languages: c.Languages, Scope: p.scope.ID(),
		Texts: texts, Sites: []siteDocument{}, scriptDocument: p.describeScript(scopes, covered),
	}
	for _, site := range c.Sites {
		d.Sites = append(d.Sites, describeSite(site))
	}
	for i, purpose := range c.Purposes {
		d.Purposes = append(d.Purposes, p.describePurpose(i, purpose))
	}
	body, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		return nil, err
	}
	return newDocument("application/json; charset=utf-8", body), nil
}

// describeSite writes the origin as browsers do, because kit 2 compares it with that of its
// page: the charter may add the port of the scheme.
func describeSite(site charter.Site) siteDocument {
	if origin, err := portal.ParseOrigin(site.Origin); err == nil {
		site.Origin = origin
	}
	return siteDocument(site)
}

func (p *Pages) describePurpose(i int, purpose consent.Purpose) purposeDocument {
	d := purposeDocument{
		ID: purpose.ID, Exempt: purpose.Exempt, NoneToday: purpose.NoneToday, Match: namePattern(purpose.Trackers), Texts: map[string]purposeTextJSON{},
		Objection: purpose.Objection, OptOut: p.content.Charter.Declared[i].OptOutCookies,
		PlatformKeys: append([]string{}, purpose.PlatformKeys...), Providers: append([]string{}, purpose.Providers...),
	}
	for _, lang := range p.content.Charter.Languages {
		t := p.content.Charter.In(lang).Purposes[i]
		d.Texts[lang] = purposeTextJSON{
			Title: t.Title, Short: t.Short, Description: t.Description, Without: t.Without, Trackers: describeTrackers(t.Trackers),
			From: p.providers(lang, purpose, t.Trackers),
		}
		d.Texts[lang] = p.gateTexts(lang, purpose, d.Texts[lang])
	}
	return d
}

// gateTexts adds to the texts of a purpose what kit 2 writes in place of a frame that it
// blocks: without consent, or after an objection.
func (p *Pages) gateTexts(lang string, purpose consent.Purpose, t purposeTextJSON) purposeTextJSON {
	blocked, accept := "embed_blocked", "embed_accept"
	if purpose.Objection {
		blocked, accept = "embed_objected", "objections_allow"
	}
	title := i18n.Data{"Title": t.Short}
	t.Blocked, t.Accept = p.words[lang].Say(blocked, title), p.words[lang].Say(accept, title)
	return t
}

// providers names the providers of a purpose in a sentence; empty if none is declared.
func (p *Pages) providers(lang string, purpose consent.Purpose, trackers []charter.Tracker) string {
	names := slices.Clone(purpose.Providers)
	for _, t := range trackers {
		names = append(names, t.Providers...)
	}
	slices.Sort(names)
	names = slices.DeleteFunc(slices.Compact(names), func(name string) bool { return name == "" })
	if len(names) == 0 {
		return ""
	}
	return p.words[lang].Say("embed_from", i18n.Data{"Names": strings.Join(names, ", ")})
}

func describeTrackers(trackers []charter.Tracker) []trackerJSON {
	all := []trackerJSON{}
	for _, t := range trackers {
		all = append(all, trackerJSON{
			Name: t.Name, Kind: string(t.Kind), Provider: t.Provider, Service: t.Service, Purpose: t.Purpose, Duration: t.Duration,
		})
	}
	return all
}

// GPC returns /.well-known/gpc.json: this host honours Global Privacy Control (S-03).
func (p *Pages) GPC() *Page {
	return newDocument("application/json", fmt.Appendf(nil, `{"gpc":true,"lastUpdate":"%s"}`, p.content.Charter.Effective.Format("2006-01-02")))
}
