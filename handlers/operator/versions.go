package operator

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/stats"
	"charte/internal/textdiff"
	"charte/views"
)

func (s *service) versions(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	changes, table, err := s.scopes(r.Context())
	if err != nil {
		return err
	}
	history, err := s.Registry.History(r.Context())
	if err != nil {
		return err
	}
	p := views.VersionsPage{OperatorPage: s.frame(v, "versions", "versions"), Counts: v.figure(table, nil, "365")}
	p.Counts.Notes = []string{v.words.Say("operator_again_note")}
	for _, c := range slices.Backward(changes) {
		p.Changes = append(p.Changes, v.change(c))
	}
	for _, code := range v.Charter.Languages {
		for _, surface := range []consent.Surface{consent.Charter, consent.Banner} {
			if rows := v.rows(history, consent.NoteText(code, surface)); len(rows) > 0 {
				p.Texts = append(p.Texts, views.VersionText{Title: v.surface(code, surface), Rows: rows})
			}
		}
	}
	return show(w, r, v, views.Versions(p))
}

func (v visit) change(c stats.Change) views.VersionChange {
	return views.VersionChange{Since: v.words.Date(c.Since), ID: c.Scope.ID(), Again: len(c.Added) > 0, Added: v.lines(c.Added), Removed: v.lines(c.Removed)}
}

// lines names what a scope holds: a purpose, or what belongs to one.
func (v visit) lines(all []consent.ScopeLine) (names []string) {
	for _, l := range all {
		name := v.purpose(l.Purpose)
		if l.Name != "" {
			name = l.Name + " (" + name + ")"
		}
		names = append(names, name)
	}
	return names
}

// rows are the texts that were in force under a name, newest first.
func (v visit) rows(history []consent.Period, name string) (rows []views.VersionRow) {
	before := ""
	for _, period := range history {
		if period.Name != name {
			continue
		}
		row := views.VersionRow{Since: v.words.Date(period.From), Version: short(period.Value), Address: address(v.code, "versions/"+period.Value)}
		if before != "" {
			row.Before = address(v.code, "versions/"+before+"/"+period.Value)
		}
		rows, before = append(rows, row), period.Value
	}
	slices.Reverse(rows)
	return rows
}

func (s *service) difference(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	old, err := s.Registry.Text(r.Context(), chi.URLParam(r, "old"))
	if err != nil {
		return err
	}
	new, err := s.Registry.Text(r.Context(), chi.URLParam(r, "new"))
	if err != nil {
		return err
	}
	return show(w, r, v, views.Difference(views.DifferencePage{
		OperatorPage: s.frame(v, "difference", "versions"),
		Lead:         v.words.Say("operator_difference_lead", i18n.Data{"Old": short(old.Hash()), "New": short(new.Hash())}),
		Pieces:       textdiff.Compare(textdiff.Words(old.HTML), textdiff.Words(new.HTML)),
		Back:         address(v.code, "versions"),
	}))
}

// text shows a kept text with what is known of it.
func (s *service) text(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	hash := chi.URLParam(r, "hash")
	t, err := s.Registry.Text(r.Context(), hash)
	if err != nil {
		return err
	}
	fact := func(id, value string, code bool) views.OperatorFact {
		return views.OperatorFact{Name: v.words.Say(id), Value: value, Code: code}
	}
	return show(w, r, v, views.Text(views.TextPage{
		OperatorPage: s.frame(v, "text", "versions"),
		Facts: []views.OperatorFact{
			fact("operator_fact_version", hash, true),
			fact("operator_fact_language", v.Catalog.Words(t.Language).Name(), false),
			fact("operator_fact_surface", v.words.Say("operator_surface_"+string(t.Surface)), false),
			fact("operator_fact_first", v.words.Date(t.FirstServed), false),
			fact("operator_fact_scope", t.Scope, true),
		},
		Frame: templ.SafeURL("/text/" + hash), Back: address(v.code, "versions"),
	}))
}

// textFrame is a kept text as it was drawn, for a frame of ours: with its own CSS,
// and unable to send, load or run anything.
func (s *service) textFrame(w http.ResponseWriter, r *http.Request) error {
	t, err := s.Registry.Text(r.Context(), chi.URLParam(r, "hash"))
	if err != nil {
		return err
	}
	page := string(t.HTML)
	if len(t.CSS) > 0 { // of a page whose sheet is a file of its own
		page = strings.Replace(page, "</head>", "<style>"+string(t.CSS)+"</style></head>", 1)
	}
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src"+styleSources(page)+"; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Language", t.Language)
	return send(w, r, "text/html; charset=utf-8", []byte(page))
}

var styleElement = regexp.MustCompile(`(?s)<style[^>]*>(.*?)</style>`)

// styleSources allows the styles that stand in a page, and no other.
func styleSources(page string) (sources string) {
	for _, style := range styleElement.FindAllStringSubmatch(page, -1) {
		sum := sha256.Sum256([]byte(style[1]))
		sources += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return sources
}
