package operator

import (
	"net/http"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/portal"
	"charte/views"
)

func (s *service) kits(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	made, err := s.Kit(v.Served, v.words)
	if err != nil {
		return err
	}
	p := views.KitsPage{OperatorPage: s.frame(v, "kits", "kits"), Kits: []views.OperatorKit{
		v.kit("operator_kit_1", made.Frame(false, true)),
		v.kit("operator_kit_classes", made.Frame(true, true)),
		v.kit("operator_kit_2", made.Script()),
		v.kit("operator_kit_3", made.Anchor()),
	}}
	p.Kits = append(p.Kits, s.included(v, made)...)
	p.Tall = [2]int{frameHeight(made, pageWidth), frameHeight(made, narrowWidth)}
	if version := v.Versions[v.charterLanguage()][consent.Banner]; version != "" {
		p.Previews = append(p.Previews, views.OperatorPreview{ID: "operator_preview", Address: templ.SafeURL("/text/" + version)})
	}
	if made.CanInclude(s.Portals) && v.asks() {
		p.Previews = append(p.Previews, views.OperatorPreview{ID: "operator_preview_included", Address: templ.SafeURL("/fragment/" + v.charterLanguage())})
	}
	return show(w, r, v, views.Kits(p))
}

// included returns kit 4 for each proxy, or how to make it possible.
func (s *service) included(v visit, made kit.Portal) []views.OperatorKit {
	if !made.CanInclude(s.Portals) {
		return []views.OperatorKit{{Title: v.words.Say("operator_kit_4"), Lead: v.words.Say("operator_kit_4_none")}}
	}
	lang, comments := v.charterLanguage(), s.reports[v.words.Lang()]
	return []views.OperatorKit{
		v.kit("operator_kit_4", made.Include(kit.Nginx, lang, comments)),
		v.kit("operator_kit_4_varnish", made.Include(kit.Varnish, lang, comments)),
	}
}

// Widths of the two previews in CSS pixels, as in static/operator.css; the first is at most
// that of the page in a window of 1,280.
const (
	pageWidth   = 1000
	narrowWidth = 320
)

// frameHeight returns the height that a kit gives the banner in a window of a width.
func frameHeight(made kit.Portal, width int) int {
	height := 0
	for i, from := range made.Windows { // narrowest first
		if i == 0 || from <= width {
			height = made.Heights[i]
		}
	}
	return height
}

func (v visit) kit(id string, parts []kit.Part) views.OperatorKit {
	kit := views.OperatorKit{Title: v.words.Say(id), Lead: v.words.Say(id + "_lead")}
	for _, part := range parts {
		kit.Parts = append(kit.Parts, views.OperatorPart{Place: strings.TrimSuffix(v.words.Say(string(part.Place)), "."), Code: part.Code})
	}
	return kit
}

// selfTest shows the findings of check, whether banner and choice can work on each
// portal, judged by its address alone, and what proxies change in the service's answers.
func (s *service) selfTest(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	p := views.TestPage{OperatorPage: s.frame(v, "test", "test")}
	for _, origin := range s.Portals {
		p.Portals = append(p.Portals, v.portal(portal.Judge(s.BaseURL, s.CookieDomain, origin)))
	}
	report, err := s.Check(r.Context())
	if err != nil {
		return err
	}
	p.FindingsLang = s.reports.Nearest(v.words.Lang())
	for _, found := range append(s.Arrived(r.Context()), report.Findings...) {
		p.Findings = append(p.Findings, finding(found, s.reports[p.FindingsLang]))
	}
	return show(w, r, v, views.SelfTest(p))
}

func (v visit) portal(reach portal.Reach) views.TestPortal {
	p := views.TestPortal{
		Origin: reach.Portal, Works: reach.Works(), SameSite: v.yesNo(reach.SameSite),
		Encrypted: v.yesNo(reach.Encrypted), Readable: v.yesNo(reach.Readable),
	}
	switch {
	case reach.Works():
		p.Verdict = v.words.Say("operator_works")
	case !reach.Encrypted:
		p.Verdict = v.words.Say("operator_fails_encrypted")
	case !reach.SameSite:
		p.Verdict = v.words.Say("operator_fails_site")
	default:
		p.Verdict = v.words.Say("operator_fails_readable")
	}
	return p
}

func (v visit) yesNo(is bool) string {
	if is {
		return v.words.Say("operator_yes")
	}
	return v.words.Say("operator_no")
}

func finding(t check.Reported, words message.Words) views.TestFinding {
	where := t.File
	if t.Line > 0 {
		where += ":" + strconv.Itoa(t.Line)
	}
	return views.TestFinding{Level: words.Say(message.Plain(string(t.Rule.Level))), Rule: t.Rule.ID, Where: where, Problem: words.Say(t.Problem), Fix: words.Say(t.Fix)}
}
