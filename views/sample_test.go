package views_test

import (
	"bytes"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/locales"
	"charte/views"
)

// sample builds every page in one language from a fictitious charter.
type sample struct{ words *i18n.Words }

func in(t *testing.T, language string) sample {
	t.Helper()
	catalog, err := i18n.Load(locales.Files)
	if err != nil {
		t.Fatal(err)
	}
	return sample{catalog.Words(language)}
}

func (s sample) page() views.Page {
	code := s.words.Lang()
	return views.Page{
		Site: views.Site{
			Controller: "Agglo des Îles", Platform: "https://data.iles.example", BannerCSS: "p > a { top: 0 }", HandleCSS: "a > b { top: 0 }",
			Sites:      []charter.Site{{Name: "Données des Îles"}, {Name: "Carte des Îles"}},
			Stylesheet: "/static/1/charte.css", Icon: "/static/1/icon.svg",
			LegalNotice: "https://iles.example/legal", Accessibility: "non",
		},
		Words: s.words, Statement: templ.SafeURL("/" + code + "/accessibility"),
		Languages: []views.LanguageLink{
			{Code: "fr", Name: "français", Address: "/fr/", Current: code == "fr"},
			{Code: "en", Name: "English", Address: "/en/", Current: code == "en"},
			{Code: "de", Name: "Deutsch", Address: "/de/", Current: code == "de"},
			{Code: "es", Name: "español", Address: "/es/", Current: code == "es"},
		},
	}
}

func (s sample) form(surface consent.Surface) views.Form {
	return views.Form{
		Action: "/choice", Surface: surface, Text: "TEXT",
		Purposes: []views.FormPurpose{
			{ID: "audience", Title: "Mesure des visites", Description: "Elle compte les visites.", Trackers: []charter.Tracker{
				{Name: "_pk_id.*", Provider: "Matomo", Purpose: "Compter.", Duration: "13 mois"}, {Name: "_pk_ses#", Provider: "Matomo"},
			}},
			{ID: "video", Title: "Vidéos", Description: "Elles jouent les films.", NoneToday: true},
		},
	}
}

func (s sample) charter() views.CharterPage {
	return views.CharterPage{
		Page: s.page(), Form: s.form(consent.Charter), ShowForm: true, Exempt: []views.FormPurpose{
			{ID: "what", Title: "Session", Trackers: []charter.Tracker{{Name: "s"}}}, {ID: "who", Title: "Langue", Trackers: []charter.Tracker{{Name: "l"}, {Name: "m"}}},
		},
		Effective: "EFFECTIVE", Version: "VERSION", Self: "/fr/",
		Charter: &charter.Translation{Title: "Charte", Lead: "<p>Lead.</p>", Sections: []charter.Section{
			{ID: "what", Level: 2, Title: "Quoi", Heading: "<em>Quoi</em>", HTML: "<p>Text.</p>"},
			{ID: "video", Level: 3, Title: "Vidéos", Heading: "Vidéos", Purpose: "video", HTML: "<p>Films.</p>"},
			{ID: "audience", Level: 3, Title: "Mesure", Heading: "Mesure", Purpose: "audience", HTML: "<p>Visites.</p>"},
			{ID: "who", Level: 2, Title: "Qui", Heading: "Qui", HTML: "<p>Nous.</p>"},
		}},
	}
}

func (s sample) banner() views.BannerPage {
	return views.BannerPage{Page: s.page(), Form: s.form(consent.Banner), Choose: "CHOOSE", List: "LIST", Handle: views.Handle{Change: "CHANGE"}}
}

func (s sample) current() views.Current {
	return views.Current{Outcome: views.Partial, Granted: []string{"Vidéos"}, Refused: []string{"Mesure", "Langue"}, Since: "SINCE", Until: "UNTIL", Receipt: "/fr/receipt"}
}

func (s sample) summary() views.SummaryPage {
	return views.SummaryPage{Page: s.page(), Current: s.current(), Change: "CHANGE", Handle: s.handle().Handle}
}

func (s sample) handle() views.HandlePage {
	return views.HandlePage{Page: s.page(), Handle: views.Handle{Outcome: views.Refused, Change: "CHANGE"}}
}

// documents returns every complete document by name.
func (s sample) documents() map[string]templ.Component {
	again, notice, noticeOnly := s.charter(), s.banner(), s.charter()
	current := s.current()
	again.Current, again.Form.Added, again.Form.GPC = &current, []string{"Matomo"}, true
	again.Status = views.Status(views.StatusNotice{Words: s.words, Kept: true, Current: current, Back: "/back"})
	notice.Form.NoticeOnly = true
	noticeOnly.Form.NoticeOnly = true
	silent := s.charter()
	silent.ShowForm = false
	return map[string]templ.Component{
		"charter": views.Charter(s.charter()), "charter after a choice": views.Charter(again),
		"charter in notice mode": views.Charter(noticeOnly), "charter with nothing to choose": views.Charter(silent),
		"banner": views.Banner(s.banner()), "banner in notice mode": views.Banner(notice),
		"summary": views.Summary(s.summary()), "handle": views.HandleAlone(s.handle()),
		"foreign":       views.Foreign(views.ForeignPage{Page: s.page(), Why: views.UnlistedPortal, Charter: "/fr/"}),
		"error":         views.Error(views.ErrorPage{Page: s.page(), Status: 404, Name: "not_found", Charter: "/fr/"}),
		"receipt":       views.Receipt(views.ReceiptPage{Page: s.page(), ID: "ID", Contact: "dpo@iles.example", Charter: "/fr/", Rows: []views.ReceiptRow{{Date: "DAY", Decision: "custom", Granted: []string{"A"}, Text: "T", Ended: true}}}),
		"no receipt":    views.Receipt(views.ReceiptPage{Page: s.page(), Charter: "/fr/"}),
		"accessibility": views.Accessibility(views.AccessibilityPage{Page: s.page(), Charter: "/fr/", Contact: "a11y@iles.example"}),
	}
}

// show renders a component and parses the result as a browser does.
func show(t *testing.T, c templ.Component) (string, *html.Node) {
	t.Helper()
	var b bytes.Buffer
	if err := c.Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	root, err := html.Parse(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), root
}
