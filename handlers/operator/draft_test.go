package operator_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"
	"testing"

	"charte/handlers/operator"
	"charte/internal/check"
	"charte/internal/message"
	visitors "charte/internal/pages"
)

// compared returns the change that makes the pages compare the content with a running
// service.
func compared(with *operator.Comparison) func(*operator.Config) {
	return func(c *operator.Config) {
		c.Draft = func(context.Context, operator.Served, string) (check.Report, *operator.Comparison, error) {
			return check.Report{}, with, nil
		}
	}
}

func TestDraftIsShownInThreeWindowsAndRequestsNothing(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	for language, word := range map[string]string{"fr": "Tout refuser", "en": "Refuse all"} {
		frames := all(p.open("/fr/draft?charter="+language), "iframe")
		if len(frames) != 9 {
			t.Fatalf("%d frames, want banner, handle and charter in three windows", len(frames))
		}
		for _, frame := range frames {
			w := p.get(attr(frame, "src"))
			policy, page := w.Header().Get("Content-Security-Policy"), w.Body.String()
			if w.Code != http.StatusOK || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "; sandbox") {
				t.Errorf("%s: %d, %s", attr(frame, "src"), w.Code, policy)
			}
			if !strings.Contains(attr(frame, "src"), "/handle") && !strings.Contains(page, word) {
				t.Errorf("%s is not in %s", attr(frame, "src"), language)
			}
		}
	}
	if w := p.get("/draft/fr/receipt"); w.Code != http.StatusNotFound {
		t.Errorf("an unknown part: %d", w.Code)
	}
}

// With --handle off nothing remains in the portal after a choice, so the draft shows nothing.
func TestDraftShowsNoHandleThatIsOff(t *testing.T) {
	t.Parallel()
	p := newPages(t, func(c *operator.Config) {
		before := c.Served
		c.Served = func() operator.Served {
			served := before()
			without, err := visitors.New(served.Content, visitors.Site{Base: c.BaseURL, Random: rand.Reader})
			if err != nil {
				t.Error(err)
			}
			served.Pages = without
			return served
		}
	})
	doc := p.open("/fr/draft")
	if frames := all(doc, "iframe"); len(frames) != 6 || !strings.Contains(text(doc), "rien ne reste sur le portail") {
		t.Errorf("%d frames, want banner and charter in three windows:\n%s", len(frames), text(doc))
	}
	if w := p.get("/draft/fr/handle"); w.Code != http.StatusNotFound {
		t.Errorf("the handle: %d", w.Code)
	}
}

// "Cannot see" is never "nothing there".
func TestDraftReportsAServiceThatCannotBeRead(t *testing.T) {
	t.Parallel()
	running, banner := newPages(t).get("/draft/fr/charter").Body.Bytes(), newPages(t).get("/draft/fr/banner").Body.Bytes()
	nobody := check.Verdict{Asked: check.Nobody, Line: message.Of("Nobody is asked again: the charter asks for what the running one asks for.")}
	const same, blind = "Le texte de la charte est le même.", "cette page ne peut pas voir"
	const sameBanner = "Le texte du bandeau est le même."
	for name, test := range map[string]struct {
		with        operator.Comparison
		want, never string
	}{
		"nothing answers":    {operator.Comparison{Err: errors.New("connection refused")}, blind, "redemandé à aucun visiteur"},
		"no text":            {operator.Comparison{Again: nobody, CharterErr: errors.New("404")}, blind, same},
		"an empty page":      {operator.Comparison{Again: nobody}, "Ajouté : ", same},
		"the same charter":   {operator.Comparison{Again: nobody, Charter: running}, same, blind},
		"another text":       {operator.Comparison{Again: nobody, Charter: []byte(strings.ReplaceAll(string(running), "cookies", "biscuits"))}, "Retiré : biscuits", same},
		"the sentence":       {operator.Comparison{Again: nobody, Charter: running}, "redemandé à aucun visiteur", blind},
		"no banner":          {operator.Comparison{Again: nobody, Charter: running}, "Le bandeau est différent.", sameBanner},
		"the banner unread":  {operator.Comparison{Again: nobody, Charter: running, Banner: "a", BannerErr: errors.New("an earlier version")}, "Le bandeau est différent. an earlier version", sameBanner},
		"another version":    {operator.Comparison{Again: nobody, Charter: running, Banner: "a", BannerHTML: banner}, sameBanner, "Le bandeau est différent."},
		"another banner":     {operator.Comparison{Again: nobody, Charter: running, Banner: "a", BannerHTML: bytes.ReplaceAll(banner, []byte("six mois"), []byte("un an"))}, "Retiré : un an ; Ajouté : six mois ;", sameBanner},
		"where it was added": {operator.Comparison{Again: check.Verdict{Added: []check.Addition{{File: "charter.md", At: 7, Name: "_x", Purpose: "audience"}}}, Charter: running}, "charter.md:7 _x (audience)", blind},
	} {
		test.with.Service = "https://cookies.ville.example"
		page := text(newPages(t, compared(&test.with)).open("/fr/draft"))
		page = strings.ReplaceAll(page, "\u00a0", " ")
		if !strings.Contains(page, test.want) || strings.Contains(page, test.never) {
			t.Errorf("%s: want %q and not %q in %s", name, test.want, test.never, page[:min(len(page), 1500)])
		}
	}
}

func TestOnlyADraftHasAPage(t *testing.T) {
	t.Parallel()
	p := newPages(t, func(c *operator.Config) { c.Draft = nil })
	for _, path := range []string{"/fr/draft", "/draft/fr/banner"} {
		if w := p.get(path); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", path, w.Code)
		}
	}
	if page := text(p.open("/fr/")); strings.Contains(page, "Brouillon") {
		t.Error("the navigation leads to a page that does not exist")
	}
}
