package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/handlers"
	"charte/internal/content"
)

// Each combination of boxes is a text that is stored for good. A client that forges
// cookies must not fill the registry with them, and nobody may be kept from choosing.
func TestForgedCookiesStoreALimitedNumberOfTexts(t *testing.T) {
	t.Parallel()
	const limit, purposes = 200, 8
	at := now
	var made *content.Content
	s := newService(t, manyPurposes(t, purposes), func(c *setup) { c.Now = func() time.Time { return at }; made = c.made(t) })
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	before := s.texts()
	forge := func(combination int) (cookie string) {
		cookie = refused
		for bit := range purposes {
			if combination&(1<<bit) != 0 {
				cookie = strings.Replace(cookie, fmt.Sprintf("%%22p%d%%22%%3Afalse", bit), fmt.Sprintf("%%22p%d%%22%%3Atrue", bit), 1)
			}
		}
		return cookie
	}
	for n := range 1 << purposes {
		if n == 1<<(purposes-1) { // an edit of the charter does not renew the limit
			if err := s.handler.(*handlers.Server).Swap(t.Context(), made); err != nil {
				t.Fatal(err)
			}
		}
		if got := s.text("/fr/", "Cookie", forge(n)); n > 0 && n <= limit && got == "" {
			t.Fatalf("the form of combination %d can accept nothing", n)
		}
	}
	if n := s.texts() - before; n < limit || n > limit+10 {
		t.Errorf("%d texts were stored, want %d and those that every visitor can have", n, limit)
	}
	if n := strings.Count(s.log.String(), "forging cookies"); n != 1 {
		t.Errorf("the log reports it %d times", n)
	}
	s.stillChooses(forge(1<<purposes - 2))
	for name, combination := range map[string]int{"known": 3, "of a visitor who accepted everything": 1<<purposes - 1, "of a visitor who refused": 0} {
		if s.text("/fr/", "Cookie", forge(combination)) == "" {
			t.Errorf("the form %s can accept nothing", name)
		}
	}
	at = at.AddDate(0, 0, 1)
	if s.text("/fr/", "Cookie", forge(1<<purposes-2)) == "" {
		t.Error("the limit lasts longer than a day")
	}
}

// stillChooses checks that the visitor with the cookie, whose page has no text version,
// can refuse at once, and accept on the page that is shown next.
func (s *service) stillChooses(cookie string) {
	s.t.Helper()
	for _, surface := range []string{"charter", "banner"} {
		form := url.Values{"decision": {"custom"}, "surface": {surface}, "purpose": {"p0", "p4", "p6", "p7"}, "text": {s.text("/fr/", "Cookie", cookie)}}
		if got := form.Get("text"); got != "" {
			s.t.Fatalf("the form cites %s", got)
		}
		again := s.post("/fr/choice", form, "Cookie", cookie)
		_, after, _ := strings.Cut(again.Body.String(), `name="text" value="`)
		text, _, _ := strings.Cut(after, `"`)
		form.Set("text", text)
		w := s.post("/fr/choice", form, "Cookie", cookie)
		if again.Code != http.StatusConflict || w.Code != http.StatusSeeOther || s.rows()[len(s.rows())-1].Text != text {
			s.t.Errorf("%s: %d without a text, then %d with %q", surface, again.Code, w.Code, text)
		}
	}
	if w := s.post("/fr/choice", url.Values{"decision": {"refuse"}, "surface": {"charter"}, "text": {""}}, "Cookie", cookie); w.Code != http.StatusSeeOther {
		s.t.Errorf("a refusal: %d", w.Code)
	}
}

// texts counts the texts in the registry.
func (s *service) texts() int {
	s.t.Helper()
	all, err := s.registry.Texts(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return len(all)
}

// manyPurposes returns a folder with a charter that asks for consent to n purposes.
func manyPurposes(t *testing.T, n int) string {
	t.Helper()
	ids, sections := "", ""
	for i := range n {
		ids += fmt.Sprintf("  - id: p%d\n", i)
		sections += fmt.Sprintf("## Usage %d {#p%d}\n\nTexte.\n\n| Nom du cookie | Prestataire | Finalité | Durée |\n|---|---|---|---|\n| `c%d` | Tiers | Usage | 6 mois |\n\n", i, i, i)
	}
	text, err := os.ReadFile(filepath.Join(demo, "charter.md"))
	if err != nil {
		t.Fatal(err)
	}
	head, _, _ := strings.Cut(string(text), "purposes:\n")
	folder := t.TempDir()
	page := head + "purposes:\n" + ids + "---\n\n# Charte\n\nIntroduction, avec [vos choix](#choices).\n\n" + sections
	if err := os.WriteFile(filepath.Join(folder, "charter.md"), []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}
