package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"charte/internal/theme"
)

const drawing = `<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`

// withLogo adds a logo with an alternative text in each language.
func withLogo(c *setup) {
	c.Logo = &theme.Logo{Name: "logo.svg", Type: "image/svg+xml", Content: []byte(drawing)}
	c.Charter.In("fr").LogoAlt = "Port-Lanval Agglomération, trois vagues"
	c.Charter.In("en").LogoAlt = "Port-Lanval Agglomération, three waves"
}

func TestLogoIsOnlyOnTheCharterPage(t *testing.T) { // RGAA 1.1
	t.Parallel()
	s := newService(t, demo, withLogo)
	granted := holding(s.post("/fr/choice", s.accept()))
	for target, alt := range map[string]string{
		"/fr/": "Port-Lanval Agglomération, trois vagues", "/en/": "Port-Lanval Agglomération, three waves",
		"/fr/choice": "", "/fr/choice?kit": "", "/fr/receipt": "", "/fr/accessibility": "", "/fr/nothing": "",
	} {
		for state, cookie := range map[string]string{"undecided": "", "granted": granted} {
			body := s.get(target, "Cookie", cookie).Body.String()
			if shown := strings.Contains(body, "logo.svg"); shown != (alt != "") {
				t.Errorf("%s, %s: the logo is shown: %t", target, state, shown)
			}
			if alt != "" && !strings.Contains(body, `alt="`+alt+`"`) {
				t.Errorf("%s, %s: the logo lacks the alternative text of its language", target, state)
			}
		}
	}
}

func TestLogoIsServedWithoutAnyScriptAllowed(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, withLogo)
	_, after, found := strings.Cut(s.get("/fr/").Body.String(), `<img src="`)
	if !found {
		t.Fatal("the charter page has no image")
	}
	w := s.get(after[:strings.IndexByte(after, '"')])
	if w.Code != http.StatusOK || w.Body.String() != drawing {
		t.Fatalf("%d %q", w.Code, w.Body)
	}
	for name, want := range map[string]string{
		"Content-Type": "image/svg+xml", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
		"Cache-Control": "public, max-age=31536000, immutable, no-transform", "Cross-Origin-Resource-Policy": "same-site",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	policy := w.Header().Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "script-src") || strings.Contains(policy, "unsafe") {
		t.Errorf("the policy allows scripts: %s", policy)
	}
}

// The text version covers all that a visitor sees, so the logo changes it.
func TestLogoIsPartOfTheTextVersion(t *testing.T) {
	t.Parallel()
	plain, logo := newService(t, demo), newService(t, demo, withLogo)
	if plain.text("/fr/") == logo.text("/fr/") {
		t.Error("the charter page with a logo has the text version of the one without")
	}
	if plain.text("/fr/choice") != logo.text("/fr/choice") {
		t.Error("the banner, which has no logo, changed with it")
	}
}
