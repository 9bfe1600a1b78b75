package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"charte/internal/charter"
	"charte/internal/portal"
)

// ordinary is the charter of the usual French portal: audience measurement that is
// exempt and that one can object to, and maps that need consent.
const ordinary = "../internal/charter/testdata/ordinary"

// objecting returns the form of the button of a purpose.
func objecting(decision string, purposes ...string) url.Values {
	return url.Values{"decision": {decision}, "surface": {"charter"}, "purpose": purposes}
}

// stored decodes the choice's cookie of a response.
func stored(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	c := preferences(w)
	if c == nil {
		t.Fatalf("no cookie: %d %s", w.Code, w.Body)
	}
	text, err := url.PathUnescape(c.Value)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal([]byte(text), &keys); err != nil {
		t.Fatal(err)
	}
	return keys
}

// H-04: the platform's reader obeys an objection, which survives every later choice
// until it is taken back.
func TestObjectionSurvivesEveryChoice(t *testing.T) {
	t.Parallel()
	s := newService(t, ordinary)
	var cookie string
	for _, step := range []struct {
		decision       string
		matomo         bool
		objected       any
		maps, answered any
	}{
		{"accept", true, nil, true, true},
		{"object", false, "audience", true, true},
		{"accept", false, "audience", true, true},
		{"refuse", false, "audience", false, true},
		{"accept", false, "audience", true, true},
		{"allow", true, "", true, true},
		{"accept", true, "", true, true},
		{"refuse", false, "audience", false, true},
		{"allow", true, "", false, true},
	} {
		form := objecting(step.decision, "audience")
		if step.decision == "accept" || step.decision == "refuse" {
			form = s.fields(step.decision)
		}
		w := s.post("/fr/choice", form, "Cookie", cookie)
		got := stored(t, w)
		if w.Code != http.StatusSeeOther || got["matomo"] != step.matomo || got["objected"] != step.objected || got["maps"] != step.maps {
			t.Fatalf("%s: %d %v, want %+v", step.decision, w.Code, got, step)
		}
		cookie = holding(w)
	}
}

// Objecting before any answer leaves the question open, without a reason to ask again.
func TestObjectionBeforeAnyAnswerLeavesTheQuestionOpen(t *testing.T) {
	t.Parallel()
	s := newService(t, ordinary)
	w := s.post("/fr/choice", objecting("object", "audience"))
	got := stored(t, w)
	if _, answered := got["maps"]; answered || got["scope"] != "" || got["matomo"] != false || got["ga"] != false || got["timestamp"] != got["objected_at"] {
		t.Errorf("stored %v", got)
	}
	page := s.get("/fr/choice", "Cookie", holding(w)).Body.String()
	if !strings.Contains(page, "<form") || strings.Contains(page, "la liste des cookies comprend aussi") {
		t.Error("the banner does not ask, or asks again")
	}
	if len(s.banners) != 2 || len(s.rows()) != 0 {
		t.Errorf("counted %v, recorded %v", s.banners, s.rows())
	}
	confirmed := s.get(w.Header().Get("Location"), "Cookie", holding(w)).Body.String()
	for _, want := range []string{"Opposition enregistrée", "Mesure de la fréquentation", "mai 2027", `value="allow"`} {
		if !strings.Contains(confirmed, want) {
			t.Errorf("the confirmation lacks %q", want)
		}
	}
}

// An objection writes no record, so nothing that records can stop it.
func TestObjectionIsHonouredWhateverHappens(t *testing.T) {
	t.Parallel()
	for name, set := range map[string]func(*service, *setup){
		"registry down": func(s *service, _ *setup) {
			s.registry.appendError, s.registry.textError, s.registry.scopesError = errDown, errDown, errDown
		},
		"rate limit":     func(_ *service, c *setup) { c.RateLimit, c.RateWindow = 1, time.Hour },
		"no text cited":  func(*service, *setup) {},
		"without header": func(*service, *setup) {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newService(t, ordinary, func(c *setup) { set(&service{registry: &faulty{}}, c) })
			set(s, &setup{})
			for range 3 {
				w := s.post("/fr/choice", objecting("object", "audience"))
				if name == "without header" {
					w = s.do(request(http.MethodPost, "/fr/choice", strings.NewReader(objecting("object", "audience").Encode()), "Content-Type", "application/x-www-form-urlencoded"))
				}
				if w.Code != http.StatusSeeOther || stored(t, w)["matomo"] != false {
					t.Errorf("%d %v", w.Code, preferences(w))
				}
			}
			if len(s.rows()) != 0 {
				t.Errorf("recorded %v", s.rows())
			}
		})
	}
}

// only the visitor takes an objection back.
func TestForgedOrWrongObjectionsOpenNothing(t *testing.T) {
	t.Parallel()
	s := newService(t, ordinary)
	cookie := holding(s.post("/fr/choice", objecting("object", "audience")))
	plain := []string{"Content-Type", "application/x-www-form-urlencoded", "Cookie", cookie}
	for name, test := range map[string]struct {
		form    url.Values
		headers []string
		status  int
		want    string
	}{
		"another site":          {objecting("allow", "audience"), append(plain, "Sec-Fetch-Site", "cross-site", "Origin", "https://other.example"), 403, ""},
		"a sibling site":        {objecting("allow", "audience"), append(plain, "Sec-Fetch-Site", "same-site", "Origin", portalOrigin), 403, ""},
		"without any header":    {objecting("allow", "audience"), plain, 403, ""},
		"an unknown purpose":    {objecting("allow", "audience", "video"), nil, 400, "pas compris à quoi vous vous opposez"},
		"one that asks":         {objecting("allow", "maps"), nil, 400, "pas compris à quoi vous vous opposez"},
		"one strictly required": {objecting("object", "necessary"), nil, 400, "pas compris à quoi vous vous opposez"},
		"no purpose":            {objecting("allow"), nil, 400, "pas compris à quoi vous vous opposez"},
		"a purpose twice":       {objecting("allow", "audience", "audience"), nil, 400, "pas compris cet envoi"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := s.do(request(http.MethodPost, "/fr/choice", strings.NewReader(test.form.Encode()), test.headers...))
			if test.headers == nil {
				w = s.post("/fr/choice", test.form, "Cookie", cookie)
			}
			if w.Code != test.status || preferences(w) != nil || !strings.Contains(w.Body.String(), test.want) {
				t.Errorf("%d, cookie %v, want %d %q", w.Code, preferences(w), test.status, test.want)
			}
		})
	}
}

// The banner states whether a refusal objects, and the cookie agrees.
func TestRefusalObjectsAsTheCharterStates(t *testing.T) {
	t.Parallel()
	for objects, words := range map[bool]string{true: "vaut aussi opposition", false: "n’y change rien"} {
		s := newService(t, ordinary, func(c *setup) { c.Charter.RefusalObjects = objects })
		if page := s.get("/fr/choice").Body.String(); !strings.Contains(page, words) || !strings.Contains(page, `#objections"`) || !strings.Contains(page, "Mesure de la fréquentation") {
			t.Errorf("refusal objects %t: the banner lacks %q", objects, words)
		}
		custom := s.fields("custom")
		for name, form := range map[string]url.Values{"refuse": s.fields("refuse"), "custom without a box": custom} {
			got := stored(t, s.post("/fr/choice", form))
			if _, objected := got["objected"]; objected != objects || got["matomo"] == objects {
				t.Errorf("%s, refusal objects %t: %v", name, objects, got)
			}
		}
		custom.Add("purpose", "maps")
		if got := stored(t, s.post("/fr/choice", custom)); got["objected"] != nil || got["matomo"] != true {
			t.Errorf("custom with a box: %v", got)
		}
	}
}

// S-04: a signal closes the platform's key until the visitor acts.
func TestSignalCountsAsObjectionUntilTheVisitorActs(t *testing.T) {
	t.Parallel()
	for _, signal := range []string{"Sec-GPC", "DNT"} {
		s := newService(t, ordinary)
		if page := s.get("/fr/", signal, "1").Body.String(); !strings.Contains(page, "Cette demande vaut opposition") || !strings.Contains(page, `value="object"`) {
			t.Errorf("%s: the page does not explain it", signal)
		}
		accepted := s.post("/fr/choice", s.fields("accept"), signal, "1")
		if got := stored(t, accepted); got["matomo"] != false || got["objected"] != nil || got["maps"] != true {
			t.Errorf("%s, accepted: %v", signal, got)
		}
		allowed := s.post("/fr/choice", objecting("allow", "audience"), signal, "1", "Cookie", holding(accepted))
		if got := stored(t, allowed); got["matomo"] != true || got["objected"] != "" {
			t.Errorf("%s, allowed: %v", signal, got)
		}
		again := s.post("/fr/choice", s.fields("accept"), signal, "1", "Cookie", holding(allowed))
		if got := stored(t, again); got["matomo"] != true || got["objected"] != "" {
			t.Errorf("%s, accepted again: %v", signal, got)
		}
	}
}

// C-16: the tool's cookies end with the objection; the cookie that it reads itself
// begins, and ends when the objection is taken back.
func TestObjectionEndsTheToolsCookies(t *testing.T) {
	t.Parallel()
	s := newService(t, ordinary)
	lines := func(w *httptest.ResponseRecorder, name string) (found []string) {
		for _, line := range w.Header().Values("Set-Cookie") {
			if strings.HasPrefix(line, name) {
				found = append(found, line)
			}
		}
		return found
	}
	w := s.post("/fr/choice", objecting("object", "audience"), "Cookie", "_pk_id.1.1fff=a; mtm_consent_removed=1; carte_visite=b")
	if got := lines(w, "_pk_id.1.1fff=;"); len(got) != 2 || !strings.Contains(got[1], "Domain=ville.example") {
		t.Errorf("the tool's cookie: %q", w.Header().Values("Set-Cookie"))
	}
	if left := w.Header().Get("Location"); !strings.Contains(left, "left="+portal.Encode("_pk_ses.*")) || strings.Contains(left, portal.Encode("mtm_consent_removed")) {
		t.Errorf("the cookies that remain: %s", left)
	}
	set := lines(w, "mtm_consent_removed=")
	if len(set) != 1 || !strings.HasPrefix(set[0], "mtm_consent_removed=1; Path=/; Domain=ville.example; Expires=Sun, 23 May 2027") {
		t.Errorf("the opt-out cookie: %q", set)
	}
	page := s.get(w.Header().Get("Location"), "Cookie", holding(w)).Body.String()
	if notice, _, _ := strings.Cut(page, `id="choices"`); !strings.Contains(notice, "_pk_ses.*") || strings.Contains(notice, "mtm_consent_removed") {
		t.Errorf("the confirmation lists other cookies: %s", notice)
	}
	allowed := s.post("/fr/choice", objecting("allow", "audience"), "Cookie", holding(w)+"; _pk_id.1.1fff=a")
	if set := lines(allowed, "mtm_consent_removed="); len(set) != 2 || !strings.Contains(set[1], "Max-Age=0") {
		t.Errorf("after allow: %q", set)
	}
	if got := lines(allowed, "_pk_id"); len(got) != 0 {
		t.Errorf("allow ends %q", got)
	}
	if set := lines(s.post("/fr/choice", s.fields("accept"), "Cookie", "mtm_consent_removed=1"), "mtm_consent_removed="); len(set) != 0 {
		t.Errorf("accept ends an opt-out that the visitor made at the tool: %q", set)
	}
}

// The cookie of a grant never lasts longer because of an objection.
func TestCookieExpiresWithTheLaterDateUnlessItGrants(t *testing.T) {
	t.Parallel()
	at := now
	s := newService(t, ordinary, func(c *setup) { c.Now = func() time.Time { return at } })
	for decision, want := range map[string]time.Month{"accept": time.May, "refuse": time.September} {
		at = now
		cookie := holding(s.post("/fr/choice", s.fields(decision)))
		at = now.AddDate(0, 4, 0)
		w := s.post("/fr/choice", objecting("object", "audience"), "Cookie", cookie)
		if got := preferences(w).Expires.Month(); got != want {
			t.Errorf("objected four months after %s: expires in %s, want %s", decision, got, want)
		}
		if page := s.get(w.Header().Get("Location"), "Cookie", holding(w)).Body.String(); strings.Contains(page, "septembre 2027") != (want == time.September) {
			t.Errorf("%s: the confirmation gives another date", decision)
		}
	}
}

// A-09, H-04: the confirmation is read from the cookie and has the button to undo the act.
func TestConfirmationStatesTheObjection(t *testing.T) {
	t.Parallel()
	s := newService(t, ordinary)
	objected := holding(s.post("/fr/choice", objecting("object", "audience")))
	for name, test := range map[string]struct {
		target, cookie string
		want           []string
		lacks          string
	}{
		"objected":              {"/fr/?done=object&purpose=audience", objected, []string{"<title>Opposition enregistrée", "votre opposition vaut dès maintenant", `value="allow"`}, "pas été gardé"},
		"objected, cookie lost": {"/fr/?done=object&purpose=audience", "", []string{`class="status problem"`}, "Opposition enregistrée"},
		"allowed, cookie lost":  {"/fr/?done=allow&purpose=audience", objected, []string{`class="status problem"`}, "Opposition levée"},
		"accepted":              {"/fr/?done=accept", holding(s.post("/fr/choice", s.fields("accept"), "Cookie", objected)), []string{"Choix enregistré", "Vous vous opposez à", `value="allow"`}, "vaut dès maintenant"},
	} {
		page := s.get(test.target, "Cookie", test.cookie).Body.String()
		notice, _, _ := strings.Cut(page, `id="choices"`)
		for _, want := range test.want {
			if !strings.Contains(notice, want) {
				t.Errorf("%s: lacks %q", name, want)
			}
		}
		if strings.Contains(notice, test.lacks) {
			t.Errorf("%s: has %q", name, test.lacks)
		}
	}
}

// A portal without a banner: only the handle, and the objection on the charter page.
func TestCharterWithNothingToAskShowsTheHandleAlone(t *testing.T) {
	t.Parallel()
	for _, mode := range []charter.NothingToAsk{charter.Ask, charter.Notice, charter.None} {
		s := newService(t, exemptMatomo(t), func(c *setup) { c.Charter.NothingToAsk = mode; c.Handle = true })
		if page := s.get("/fr/choice?kit").Body.String(); strings.Contains(page, "<form") || !strings.Contains(page, `class="handle"`) {
			t.Errorf("%s: a banner asks", mode)
		}
		page := s.get("/fr/").Body.String()
		if !strings.Contains(page, `value="object"`) || strings.Contains(page, `value="accept"`) || strings.Contains(page, "vaut aussi opposition") {
			t.Errorf("%s: the charter page has no objection, or asks", mode)
		}
		w := s.post("/fr/choice", objecting("object", "audience"))
		if page := s.get(w.Header().Get("Location"), "Cookie", holding(w)).Body.String(); !strings.Contains(page, "Opposition enregistrée") {
			t.Errorf("%s: %s", mode, page)
		}
		if size := s.get("/embed/height-320.svg", "Cookie", holding(w)).Body.String(); size != s.get("/embed/height-320.svg").Body.String() {
			t.Errorf("%s: an objection moves the portal's page", mode)
		}
	}
}

// exemptMatomo returns a folder with the ordinary charter without the purpose that needs
// consent.
func exemptMatomo(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	for name, cuts := range map[string][][2]string{
		"charter.md":    {{"  - id: maps", "---\n"}, {"### Voir nos cartes", "## Vos droits"}},
		"charter.en.md": {{"---\npurposes", "# Cookie charter"}, {"### See our maps", "## Your rights"}},
	} {
		file, err := os.ReadFile(filepath.Join(ordinary, name))
		if err != nil {
			t.Fatal(err)
		}
		text := string(file)
		for _, cut := range cuts {
			before, rest, found := strings.Cut(text, cut[0])
			_, after, ends := strings.Cut(rest, cut[1])
			if !found || !ends {
				t.Fatalf("%s lacks %q", name, cut)
			}
			text = before + cut[1] + after
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}
