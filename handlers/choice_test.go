package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// B-01: every attribute of the cookie, for a grant and a refusal.
func TestChoiceCookieHasTheAttributesThatPortalsNeed(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for decision, want := range map[string]string{"accept": "audience campaigns video", "refuse": ""} {
		w := s.post("/fr/choice", s.fields(decision))
		c := preferences(w)
		if w.Code != http.StatusSeeOther || w.Header().Get("Location") != portalOrigin+"/a?b=c" || grants(t, c) != want { // B-11
			t.Fatalf("%s: %d to %q, grants %q", decision, w.Code, w.Header().Get("Location"), grants(t, c))
		}
		if c.Domain != "ville.example" || c.Path != "/" || !c.Secure || c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.MaxAge != 0 { // B-01
			t.Errorf("%s: %s", decision, c.Raw)
		}
		if !c.Expires.Equal(now.AddDate(0, 6, 0)) { // C-19
			t.Errorf("%s expires %v", decision, c.Expires)
		}
	}
}

func TestReceiptIsBoundToThisHost(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	w := s.post("/fr/choice", s.accept())
	line := ""
	for _, c := range w.Result().Cookies() {
		if c.Name == "__Host-charte-receipt" {
			line = c.Raw
		}
	}
	for _, part := range []string{"; Path=/", "; HttpOnly", "; Secure", "; SameSite=Lax", "; Expires=Sun, 23 May 2027"} {
		if !strings.Contains(line, part) {
			t.Errorf("%q lacks %q", line, part)
		}
	}
	if strings.Contains(line, "Domain") {
		t.Errorf("%q has a domain", line)
	}
}

// P-04: without a record nothing is granted, but refusals and withdrawals are honoured.
func TestBrokenRegistryGrantsNothingAndRefusesEverything(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	granted := holding(s.post("/fr/choice", s.fields("custom", "purpose", "audience", "purpose", "video")))
	form := s.text("/fr/choice")
	s.registry.appendError, s.registry.textError = errDown, errDown
	fields := func(decision string, purposes ...string) url.Values {
		return url.Values{"decision": {decision}, "text": {form}, "purpose": purposes, "return": {portalOrigin + "/a"}}
	}
	for name, test := range map[string]struct {
		fields url.Values
		cookie string
		status int
		want   string
	}{
		"accept without a choice":                 {fields("accept"), "", 503, "no cookie"},
		"accept over a grant":                     {fields("accept"), granted, 503, "no cookie"},
		"custom without a choice":                 {fields("custom", "video"), "", 503, "no cookie"},
		"refuse without a choice":                 {fields("refuse"), "", 303, ""},
		"refuse over a grant":                     {fields("refuse"), granted, 303, ""},
		"custom with no box":                      {fields("custom"), granted, 303, ""},
		"custom that withdraws one":               {fields("custom", "audience"), granted, 303, "audience"},
		"custom that withdraws one and adds one":  {fields("custom", "audience", "campaigns"), granted, 503, "audience"},
		"custom that changes nothing":             {fields("custom", "audience", "video"), granted, 503, "no cookie"},
		"custom that adds one and withdraws none": {fields("custom", "audience", "campaigns", "video"), granted, 503, "no cookie"},
	} {
		t.Run(name, func(t *testing.T) {
			w := s.post("/fr/choice", test.fields, "Cookie", test.cookie)
			if got := grants(t, preferences(w)); w.Code != test.status || got != test.want {
				t.Errorf("%d with %q, want %d with %q", w.Code, got, test.status, test.want)
			}
			if test.status == 503 && !strings.Contains(w.Body.String(), "n’a pas pu être enregistré") {
				t.Error("the page does not explain the failure")
			}
		})
	}
	if rows := s.rows(); len(rows) != 1 {
		t.Errorf("%d rows", len(rows))
	}
}

// The cookie after an unrecorded withdrawal has the date of the old grant.
func TestUnrecordedWithdrawalDoesNotExtendTheGrant(t *testing.T) {
	t.Parallel()
	clock := now
	s := newService(t, demo, func(c *setup) { c.Now = func() time.Time { return clock } })
	w := s.post("/fr/choice", s.accept())
	form := s.text("/fr/choice")
	clock = now.AddDate(0, 3, 0)
	s.registry.appendError = errDown
	fields := url.Values{"decision": {"custom"}, "purpose": {"video"}, "text": {form}}
	later := s.post("/fr/choice", fields, "Cookie", holding(w))
	c := preferences(later)
	if grants(t, c) != "video" || c.Expires.After(now.AddDate(0, 6, 0)) {
		t.Errorf("grants %q until %v", grants(t, c), c.Expires)
	}
}

func TestInvalidFormGetsAMessageInPlainWords(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	good := s.accept().Encode()
	for name, test := range map[string]struct {
		body   string
		status int
		want   string
	}{
		"no decision":           {"surface=charter", 400, "pas compris votre réponse"},
		"an unknown decision":   {"decision=maybe", 400, "pas compris votre réponse"},
		"seen where we ask":     {"decision=seen", 400, "pas compris votre réponse"},
		"two decisions":         {good + "&decision=refuse", 400, "pas compris cet envoi"},
		"two texts":             {good + "&text=" + strings.Repeat("0", 64), 400, "pas compris cet envoi"},
		"two ways back":         {good + "&return=%2f", 400, "pas compris cet envoi"},
		"an unknown field":      {good + "&email=a%40b", 400, "pas compris cet envoi"},
		"an unknown surface":    {"decision=refuse&surface=door", 400, "pas compris cet envoi"},
		"an unknown purpose":    {strings.Replace(good, "accept", "custom", 1) + "&purpose=ads", 400, "L’une des cases que vous avez cochées ne figure pas"},
		"an exempt purpose":     {strings.Replace(good, "accept", "custom", 1) + "&purpose=necessary", 400, "L’une des cases que vous avez cochées ne figure pas"},
		"no text":               {"decision=accept", 409, "Nous ne savons pas quel texte vous avez lu"},
		"a made-up text":        {"decision=accept&text=" + strings.Repeat("0", 64), 409, "Nous ne savons pas quel texte vous avez lu"},
		"a malformed text":      {"decision=accept&text=1", 409, "Nous ne savons pas quel texte vous avez lu"},
		"a return not in UTF-8": {"decision=refuse&return=%ff", 400, "pas compris cet envoi"},
		"broken escapes":        {"decision=%zz", 400, "Nous n’avons pas compris"},
		"a semicolon":           {"decision=accept;text=1", 400, "Nous n’avons pas compris"},
		"9 KiB":                 {good + "&return=" + strings.Repeat("a", 9<<10), 413, "Ce que votre navigateur a envoyé est trop volumineux"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := s.do(request(http.MethodPost, "/fr/choice", strings.NewReader(test.body),
				"Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"))
			text := strings.ReplaceAll(strings.ReplaceAll(w.Body.String(), "\u00a0", " "), "\u202f", " ")
			if w.Code != test.status || !strings.Contains(text, test.want) {
				t.Errorf("status %d, want %d and %q in\n%s", w.Code, test.status, test.want, text)
			}
			if preferences(w) != nil {
				t.Error("a cookie was written")
			}
		})
	}
	for _, contentType := range []string{"", "multipart/form-data; boundary=x", "text/plain", "application/json", "application/x-www-form-urlencoded2"} {
		w := s.do(request(http.MethodPost, "/fr/choice", strings.NewReader(good), "Content-Type", contentType, "Sec-Fetch-Site", "same-origin"))
		if w.Code != http.StatusUnsupportedMediaType || preferences(w) != nil {
			t.Errorf("%q: %d", contentType, w.Code)
		}
	}
	if n := len(s.rows()); n != 0 {
		t.Errorf("%d rows", n)
	}
}

// after an error, the form is shown with the boxes that the visitor ticked.
func TestFormIsShownAgainWithTheSameBoxes(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	w := s.post("/fr/choice", url.Values{"decision": {"custom"}, "surface": {"charter"}, "purpose": {"video"}})
	if w.Code != http.StatusConflict {
		t.Fatal(w.Code)
	}
	doc := parse(t, w)
	for node := range doc.Descendants() {
		if node.Data != "input" {
			continue
		}
		value, checked := "", false
		for _, a := range node.Attr {
			if a.Key == "value" {
				value = a.Val
			}
			checked = checked || a.Key == "checked"
		}
		if checked != (value == "video") {
			t.Errorf("box %q is ticked: %t", value, checked)
		}
	}
}

// A text belongs to one surface and one language. A form that cites it on another
// surface or in another language was not served by us.
func TestTextOfAnotherPageGrantsNothing(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	banner, charterText := s.text("/fr/choice"), s.text("/fr/")
	for name, test := range map[string]struct{ path, surface, text string }{
		"the banner's text on the charter": {"/fr/choice", "charter", banner},
		"the charter's text on the banner": {"/fr/choice", "banner", charterText},
		"the French text in English":       {"/en/choice", "banner", banner},
	} {
		w := s.post(test.path, url.Values{"decision": {"accept"}, "surface": {test.surface}, "text": {test.text}})
		if w.Code != http.StatusConflict || preferences(w) != nil {
			t.Errorf("%s: %d", name, w.Code)
		}
	}
}

//
func TestFormsFromElsewhereAreRefused(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for name, test := range map[string]struct {
		decision, site, origin string
		status                 int
	}{
		"this service":                     {"accept", "same-origin", base, 303},
		"typed by the visitor":             {"accept", "none", "", 303},
		"old browser, this origin":         {"accept", "", base, 303},
		"old browser without any header":   {"accept", "", "", 403},
		"the same, to refuse":              {"refuse", "", "", 303},
		"a sibling host":                   {"accept", "same-site", portalOrigin, 403},
		"a foreign site":                   {"accept", "cross-site", "https://ailleurs.example", 403},
		"a foreign site, to refuse":        {"refuse", "cross-site", "https://ailleurs.example", 403},
		"a sandboxed frame":                {"accept", "cross-site", "null", 403},
		"an old browser, a foreign origin": {"accept", "", "https://ailleurs.example", 403},
		"an old browser, no origin":        {"accept", "", "null", 403},
		"an old browser, over http":        {"accept", "", strings.Replace(base, "https", "http", 1), 403},
		"an old browser, another port":     {"accept", "", base + ":8443", 403},
	} {
		t.Run(name, func(t *testing.T) {
			r := request(http.MethodPost, "/fr/choice", strings.NewReader(s.fields(test.decision).Encode()), "Content-Type", "application/x-www-form-urlencoded")
			if test.site != "" {
				r.Header.Set("Sec-Fetch-Site", test.site)
			}
			if test.origin != "" {
				r.Header.Set("Origin", test.origin)
			}
			before := len(s.rows())
			w := s.do(r)
			if w.Code != test.status || (preferences(w) != nil) != (test.status == 303) || (len(s.rows()) > before) != (test.status == 303) {
				t.Errorf("status %d, want %d", w.Code, test.status)
			}
		})
	}
}

// some proxies add the port of the scheme to Host, and browsers leave it out of Origin.
func TestOriginIsOursWhateverPortTheProxyAddsToHost(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for _, port := range []string{"", ":443"} {
		r := request(http.MethodPost, "/fr/choice", strings.NewReader(s.accept().Encode()), "Content-Type", "application/x-www-form-urlencoded", "Origin", base)
		r.Host = hostOf(base) + port
		if w := s.do(r); w.Code != http.StatusSeeOther || preferences(w) == nil {
			t.Errorf("Host with port %q: %d", port, w.Code)
		}
	}
}

// w3m, links and lynx send neither Sec-Fetch-Site nor Origin, so their
// grants need a Referer of this service.
func TestWithoutOriginHeadersAGrantNeedsARefererOfThisService(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	const elsewhere, unknown = "ne vient pas d’une page de ce service", "n’indique pas de quelle page vient ce choix"
	for referer, message := range map[string]string{
		base + "/fr/choice": "", base: "", "HTTPS://Cookies.Ville.Example/fr/": "",
		"": unknown, "about:blank": unknown, "/fr/choice": unknown, "%zz": unknown,
		portalOrigin + "/": elsewhere, base + ".evil.example/": elsewhere, base + "@evil.example/": elsewhere, base + ":8443/": elsewhere,
		"http://cookies.ville.example/fr/": elsewhere, "https://evil.example/?" + base + "/": elsewhere, base + "evil.example/": elsewhere,
	} {
		for _, decision := range []string{"accept", "refuse"} {
			r := request(http.MethodPost, "/fr/choice", strings.NewReader(s.fields(decision).Encode()), "Content-Type", "application/x-www-form-urlencoded")
			if referer != "" {
				r.Header.Set("Referer", referer)
			}
			w := s.do(r)
			honoured := decision == "refuse" || message == ""
			if (w.Code == http.StatusSeeOther) != honoured || (preferences(w) != nil) != honoured {
				t.Errorf("%s with Referer %q: %d", decision, referer, w.Code)
			}
			if !honoured && (w.Code != http.StatusForbidden || !strings.Contains(w.Body.String(), message)) {
				t.Errorf("%s with Referer %q: %d without %q", decision, referer, w.Code, message)
			}
		}
	}
	foreign := request(http.MethodPost, "/fr/choice", strings.NewReader(s.fields("accept").Encode()), "Content-Type", "application/x-www-form-urlencoded",
		"Referer", base+"/fr/", "Origin", "https://evil.example")
	if w := s.do(foreign); w.Code != http.StatusForbidden {
		t.Errorf("accepted a form with our Referer and a foreign Origin: %d", w.Code)
	}
}

func TestRateLimitRejectsGrantsButNotRefusals(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, func(c *setup) { c.RateLimit, c.RateWindow = 3, time.Hour })
	fields := s.accept()
	for range 3 {
		if w := s.post("/fr/choice", fields); w.Code != http.StatusSeeOther {
			t.Fatal(w.Code)
		}
	}
	if w := s.post("/fr/choice", fields); w.Code != http.StatusTooManyRequests || preferences(w) != nil || w.Header().Get("Retry-After") == "" {
		t.Errorf("the fourth grant: %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	} else if page := w.Body.String(); !strings.Contains(page, "Réessayez dans une minute") || strings.Contains(page, "cochées") {
		t.Errorf("the page mentions boxes, and this visitor ticked none, or not when to try again: %s", page)
	}
	if w := s.post("/fr/choice", s.fields("refuse")); w.Code != http.StatusSeeOther || preferences(w) == nil {
		t.Errorf("a refusal: %d", w.Code)
	}
	if n := len(s.rows()); n != 3 {
		t.Errorf("%d rows: the registry must stay bounded", n)
	}
	other := request(http.MethodPost, "/fr/choice", strings.NewReader(fields.Encode()), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin")
	other.RemoteAddr = "198.51.100.7:1"
	if w := s.do(other); w.Code != http.StatusSeeOther {
		t.Errorf("another visitor: %d", w.Code)
	}
}
