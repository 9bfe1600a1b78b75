package handlers_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// C-12: the charter names the provider of every tracker that needs consent, and the
// banner has a link to that list before its buttons.
func TestBannerLeadsToTheListOfEveryProvider(t *testing.T) {
	t.Parallel()
	providers := map[string]bool{}
	s := newService(t, demo, func(c *setup) {
		for i, p := range c.Charter.In("fr").Purposes {
			for _, tracker := range p.Trackers {
				if !c.Charter.Purposes[i].Exempt {
					providers[tracker.Provider] = true
				}
			}
		}
	})
	if len(providers) < 3 {
		t.Fatalf("the test charter has only the providers %v", providers)
	}
	for language, words := range map[string]string{"fr": "Voir les 10\u00a0cookies", "en": "See the 10\u00a0cookies"} {
		path := "/" + language + "/"
		before, _, _ := strings.Cut(s.get(path+"choice").Body.String(), "<button")
		if link := `<a href="` + path + `#audience" target="_top">` + words + "</a>"; !strings.Contains(before, link) {
			t.Errorf("the banner lacks %s:\n%s", link, before)
		}
		body := s.get(path).Body.String()
		if !strings.Contains(body, ` id="audience"`) {
			t.Errorf("%s has no place with the id audience", path)
		}
		for provider := range providers {
			if !strings.Contains(body, provider) {
				t.Errorf("%s does not name %s", path, provider)
			}
		}
	}
}

// C-12: where the front matter declares a provider whom no row of the purpose names, the
// form names those of the purpose, with a space before the link to the table.
func TestFormNamesTheProvidersThatNoTableNames(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{
		"fr": "Prestataires\u00a0: Google Ireland Limited, Google LLC.</span> ", "en": "Providers: Google Ireland Limited, Google LLC.</span> ",
	} {
		form, _, _ := strings.Cut(newService(t, demo).get("/"+language+"/").Body.String(), "</fieldset>")
		word, _, _ := strings.Cut(want, ":")
		if _, about, _ := strings.Cut(form, `id="about-campaigns"`); !strings.Contains(about, want) || strings.Count(form, word) != 1 {
			t.Errorf("want %q once, in the row of the campaigns:\n%s", want, form)
		}
	}
}

// S-03: gpc.json has exactly two fields; the date is that of the charter.
func TestSupportForGlobalPrivacyControlIsAnnounced(t *testing.T) {
	t.Parallel()
	w := newService(t, demo).get("/.well-known/gpc.json")
	var document map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &document); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"gpc": true, "lastUpdate": "2026-09-01"}
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" || !reflect.DeepEqual(document, want) {
		t.Errorf("status %d, type %q, %v", w.Code, w.Header().Get("Content-Type"), document)
	}
}
