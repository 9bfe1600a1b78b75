package operator

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"regexp"
	"slices"

	"github.com/a-h/templ"
	"github.com/go-chi/chi/v5"

	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/proof"
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
			if rows := v.versionRows(history, consent.NoteText(code, surface)); len(rows) > 0 {
				p.Texts = append(p.Texts, views.VersionText{Title: v.surface(code, surface), Rows: rows})
			}
		}
	}
	return show(w, r, v, views.Versions(p))
}

func (v visit) change(c stats.Change) views.VersionChange {
	return views.VersionChange{Since: v.words.Date(c.Since), ID: c.Scope.ID(), Again: len(c.Added) > 0, Added: v.scopeNames(c.Added), Removed: v.scopeNames(c.Removed)}
}

// scopeNames returns a name for each line of a scope: the purpose's title, or the
// line's name followed by that title.
func (v visit) scopeNames(all []consent.ScopeLine) (names []string) {
	for _, l := range all {
		name := v.purpose(l.Purpose)
		if l.Name != "" {
			name = l.Name + " (" + name + ")"
		}
		names = append(names, name)
	}
	return names
}

// versionRows returns the periods of the history with a name, newest first. Each row
// except the oldest links to the difference from the text before it. A row without a
// version is a period in which no text was shown.
func (v visit) versionRows(history []consent.Period, name string) (rows []views.VersionRow) {
	before := ""
	for _, period := range history {
		if period.Name != name {
			continue
		}
		if period.Value == "" {
			rows = append(rows, views.VersionRow{Since: v.words.Date(period.From)})
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
	older, err := s.Registry.Text(r.Context(), chi.URLParam(r, "old"))
	if err != nil {
		return err
	}
	newer, err := s.Registry.Text(r.Context(), chi.URLParam(r, "new"))
	if err != nil {
		return err
	}
	return show(w, r, v, views.Difference(views.DifferencePage{
		OperatorPage: s.frame(v, "difference", "versions"),
		Lead:         v.words.Say("operator_difference_lead", i18n.Data{"Old": short(older.Hash()), "New": short(newer.Hash())}),
		Pieces:       textdiff.Compare(textdiff.Words(older.HTML), textdiff.Words(newer.HTML)),
		Back:         address(v.code, "versions"),
	}))
}

// text shows a stored text with its metadata.
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

// textFrame sends a stored text as visitors saw it, for a frame in an operator's page.
// The Content-Security-Policy allows the text's CSS and images inside the page, and
// nothing else: no script, form or request.
func (s *service) textFrame(w http.ResponseWriter, r *http.Request) error {
	t, err := s.Registry.Text(r.Context(), chi.URLParam(r, "hash"))
	if err != nil {
		return err
	}
	return sendFrame(w, r, t)
}

// sendFrame sends a text for a frame in an operator's page.
func sendFrame(w http.ResponseWriter, r *http.Request, t consent.Text) error {
	page := string(proof.Drawn(t))
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; style-src"+styleSources(page)+"; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Content-Language", t.Language)
	return send(w, r, "text/html; charset=utf-8", []byte(page))
}

var styleElement = regexp.MustCompile(`(?s)<style[^>]*>(.*?)</style>`)

// styleSources returns the CSP sources of the style elements in a page: their hashes.
func styleSources(page string) (sources string) {
	for _, style := range styleElement.FindAllStringSubmatch(page, -1) {
		sum := sha256.Sum256([]byte(style[1]))
		sources += " 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	}
	return sources
}
