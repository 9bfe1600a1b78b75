package operator_test

import (
	"bytes"
	"database/sql"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"charte/handlers/operator"
	"charte/internal/consent"
)

// post sends a form as a browser does.
func (p *pages) post(path string, form url.Values, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://localhost:8081"+path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	p.handler.ServeHTTP(w, r)
	return w
}

func parsed(t *testing.T, w *httptest.ResponseRecorder) *html.Node {
	t.Helper()
	doc, err := html.Parse(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

const receipt = "0123456789abcdefghjkmnpq00"

// grant records a grant with the receipt and returns its record.
func (p *pages) grant(banner string) consent.Record {
	p.t.Helper()
	e := consent.Entry{Time: now, Decision: consent.Custom, Choice: consent.Choice{"audience": true, "video": false, "gone": true},
		Scope: strings.Repeat("a", 64), Text: banner, Language: "fr", Portal: "https://donnees.ville.example", Receipt: receipt}
	r, err := p.registry.Append(p.t.Context(), e)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

// P-02: the texts in force on a day, before, on and after a change of the words.
func TestProofShowsTheTextsOfADay(t *testing.T) {
	t.Parallel()
	clock := now.AddDate(0, 0, 3)
	p := newPages(t, func(c *operator.Config) { c.Now = func() time.Time { return clock } })
	english := p.store("en", consent.Charter, "a", "<p>Your cookies</p>")
	older := p.banner
	if err := p.registry.Note(t.Context(), consent.NoteText("fr", consent.Banner), english, now.AddDate(0, 0, 1)); err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string][]string{
		"2026-11-23": {"English Charter, in force since 23 November 2026, 15:04:05 UTC – see " + english[:12], "français Banner, from 23 November 2026, 15:04:05 UTC until 24 November 2026, 15:04:05 UTC – see " + older[:12]},
		"2026-11-24": {"see " + older[:12], "see " + english[:12]},
		"2026-11-25": {"français Banner, in force since 24 November 2026, 15:04:05 UTC – see " + english[:12]},
	} {
		doc := p.open("/en/proof?day=" + day)
		for _, part := range want {
			if !strings.Contains(text(doc), part) {
				t.Errorf("%s: the page lacks %q: %s", day, part, text(doc))
			}
		}
		if day == "2026-11-25" && strings.Contains(text(doc), older[:12]) {
			t.Errorf("%s: the page lists a text that was replaced the day before", day)
		}
		if field := all(doc, "input")[0]; attr(field, "value") != day || attr(field, "min") != "2026-11-23" || attr(field, "max") != "2026-11-26" {
			t.Errorf("%s: the field is %v", day, field.Attr)
		}
	}
	if w := p.get("/fr/proof?day=2026-11-23"); !strings.Contains(w.Body.String(), `href="/fr/versions/`+older+`"`) {
		t.Error("no link to the text as it was")
	}
}

func TestProofExplainsWhyADayHasNoTexts(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	for query, test := range map[string]struct {
		status int
		en, fr string
	}{
		"12/03/2027": {400, `"12/03/2027": write a day as 2026-03-31`, "« 12/03/2027 » : écrivez un jour comme 2026-03-31"},
		"":           {400, `"": write a day as 2026-03-31`, ""},
		"2026-11-24": {400, "2026-11-24 is in the future; give a day until today", "2026-11-24 est dans le futur"},
		"2020-01-01": {404, "2020-01-01 is before the first text in the registry, which was in force from 2026-11-23; give a later day", "2020-01-01 précède le premier texte du registre"},
	} {
		for code, want := range map[string]string{"en": test.en, "fr": test.fr} {
			w := p.get("/" + code + "/proof?day=" + url.QueryEscape(query))
			doc := parsed(t, w)
			if w.Code != test.status || !strings.Contains(text(doc), want) {
				t.Errorf("%s %q: %d, without %q: %s", code, query, w.Code, want, text(doc))
			}
			if field := all(doc, "input")[0]; attr(field, "aria-describedby") != "day-problem" || attr(field, "value") != query {
				t.Errorf("%q: the field is %v", query, field.Attr)
			}
		}
	}
}

// P-06: a receipt's number, as it was read aloud or copied, leads to its records, the
// page that was shown and a letter in each language.
func TestProofFindsTheRecordsOfAReceipt(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	record := p.grant(p.banner)
	for _, typed := range []string{receipt, " 0I23-4567 89AB-cdef ghjk-mnpq OO ", strings.ToUpper(receipt)} {
		w := p.post("/en/proof", url.Values{"receipt": {typed}})
		doc := parsed(t, w)
		for _, want := range []string{"Record 1, 23 November 2026, 15:04:05 UTC", "Accepted “Measure visits”, “gone”", "Refused “", "On the site https://donnees.ville.example",
			"Text shown Banner – français, version " + p.banner[:12], record.Hash, "Verified on 23 November 2026"} {
			if !strings.Contains(text(doc), want) {
				t.Errorf("%q: %d, the page lacks %q: %s", typed, w.Code, want, text(doc))
			}
		}
		links := 0
		for _, a := range all(doc, "a") {
			if attr(a, "href") == "/en/versions/"+p.banner {
				links++
			}
		}
		if buttons := all(doc, "button"); links != 1 || attr(buttons[2], "formaction") != "/fr/letter" || attr(buttons[4], "formaction") != "/en/letter" || attr(buttons[5], "value") != "erasure" {
			t.Errorf("%q: %d links to the page that was shown; no letter in each language", typed, links)
		}
		if policy := w.Header().Get("Content-Security-Policy"); !strings.Contains(policy, "form-action 'self'") {
			t.Errorf("the browser does not send the forms: %s", policy)
		}
	}
}

// A letter has all its parts, in the language of its address and not in that of the page.
func TestLetterIsCompleteInEachLanguage(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	p.grant(p.banner)
	if _, err := p.registry.Append(t.Context(), consent.Entry{Time: now.Add(time.Hour), Decision: consent.Refuse, Choice: consent.Choice{"audience": false},
		Scope: strings.Repeat("a", 64), Language: "fr", Ends: receipt}); err != nil {
		t.Fatal(err)
	}
	for code, wants := range map[string][]string{
		"fr": {"Le 23 novembre 2026", "Objet : votre accord aux cookies, reçu " + receipt, "Enregistrement 1, 23 novembre 2026, 15:04:05 UTC", "Enregistrement 2, 23 novembre 2026, 16:04:05 UTC",
			"Cette décision a mis fin à l’accord de ce reçu.", "Bandeau – français, version " + p.banner[:12], "Vérifié le 23 novembre 2026", "https://cookies.ville.example/", "est jointe à ce courrier", "durée de conservation n’est pas limitée"},
		"en": {"23 November 2026", "Subject: your consent to cookies, receipt " + receipt, "Record 1, 23 November 2026, 15:04:05 UTC", "This decision ended the consent of this receipt.", "No text cited", "Dear Sir or Madam"},
	} {
		w := p.post("/"+code+"/letter", url.Values{"receipt": {receipt}})
		doc := parsed(t, w)
		letter := strings.ReplaceAll(text(all(doc, "article")[0]), "\u00a0", " ")
		for _, want := range wants {
			if !strings.Contains(letter, strings.ReplaceAll(want, "\u00a0", " ")) {
				t.Errorf("%s: %d, the letter lacks %q: %s", code, w.Code, want, letter)
			}
		}
		if attr(all(doc, "html")[0], "lang") != code {
			t.Errorf("the letter is not in %s", code)
		}
	}
}

// A request for erasure is refused with the reasons and remedies that the law requires,
// and with the day on which the records are removed.
func TestLetterRefusesErasureWithReasons(t *testing.T) {
	t.Parallel()
	p := newPages(t, func(c *operator.Config) { c.Retention = 66 })
	p.grant(p.banner)
	for code, wants := range map[string][]string{
		"fr": {"Objet : votre demande d’effacement, reçu " + receipt, "article 17, paragraphe 3, point b", "former un recours devant un juge", "CNIL", "conservés jusqu’au 23 mai 2032"},
		"en": {"Subject: your request for erasure, receipt " + receipt, "Article 17(3)(b)", "in court (Articles 77 and 79)", "kept until 23 May 2032"},
	} {
		w := p.post("/"+code+"/letter", url.Values{"receipt": {receipt}, "request": {"erasure"}})
		letter := strings.ReplaceAll(text(all(parsed(t, w), "article")[0]), "\u00a0", " ")
		for _, want := range wants {
			if !strings.Contains(letter, want) {
				t.Errorf("%s: %d, the letter lacks %q: %s", code, w.Code, want, letter)
			}
		}
	}
}

// X-14, P-05: a wrong number gets an explanation, and no number is logged or sent back
// in an address.
func TestWrongReceiptIsExplainedAndNotLogged(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	p := newPages(t, func(c *operator.Config) { c.Log = slog.New(slog.NewJSONHandler(&log, nil)) })
	p.grant(p.banner)
	unknown := strings.Repeat("9", 24) + "00"
	for name, test := range map[string]struct {
		form   url.Values
		status int
		want   string
	}{
		"too short":    {url.Values{"receipt": {"0123"}}, 400, "This is not the number of a receipt"},
		"a letter u":   {url.Values{"receipt": {"u" + receipt[1:]}}, 400, "This is not the number of a receipt"},
		"no field":     {url.Values{}, 400, "This is not the number of a receipt"},
		"a large form": {url.Values{"receipt": {strings.Repeat("0", 9000)}}, 400, "This is not the number of a receipt"},
		"unknown":      {url.Values{"receipt": {unknown}}, 404, "No record has this receipt number."},
	} {
		for _, path := range []string{"/en/proof", "/en/letter"} {
			if w := p.post(path, test.form); w.Code != test.status || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("%s, %s: %d %s", name, path, w.Code, w.Body)
			}
		}
	}
	if w := p.post("/en/proof", url.Values{"receipt": {receipt}}, "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusForbidden {
		t.Errorf("a form of another site: %d", w.Code)
	}
	db, err := sql.Open("sqlite", p.file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, change := range []string{`UPDATE texts SET html = x'00'`, `UPDATE records SET language = 'en'`} {
		if _, err := db.ExecContext(t.Context(), change); err != nil {
			t.Fatal(err)
		}
		if w := p.post("/en/proof", url.Values{"receipt": {receipt}}); w.Code != 500 || !strings.Contains(w.Body.String(), "is not as it was written. Keep this registry as it is") {
			t.Errorf("after %s: %d %s", change, w.Code, w.Body)
		}
	}
	if !strings.Contains(log.String(), "record 1") || strings.Contains(log.String(), receipt) || strings.Contains(log.String(), unknown) {
		t.Errorf("the log: %s", log.String())
	}
}
