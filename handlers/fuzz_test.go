package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// For any body, the service answers with one of the expected statuses, and grants only
// if a browser could have sent the form from the banner.
func FuzzForm(f *testing.F) {
	s := newService(f, demo)
	text := s.text("/fr/choice")
	f.Add("decision=accept&text=" + text)
	f.Add("decision=custom&purpose=video&purpose=audience&surface=banner&text=" + text + "&return=https%3A%2F%2Fdonnees.ville.example%2Fa")
	f.Add("decision=refuse&purpose=video")
	f.Add("decision=accept&decision=refuse&text=" + text)
	f.Add("decision=accept;text=" + text)
	f.Add("decision=acc%65pt&text=" + text + "&return=%0d%0aSet-Cookie:a=b")
	f.Fuzz(func(t *testing.T, body string) {
		s.t = t
		before := len(s.rows())
		w := s.do(request(http.MethodPost, "/fr/choice", strings.NewReader(body), "Content-Type", "application/x-www-form-urlencoded", "Sec-Fetch-Site", "same-origin"))
		switch w.Code {
		case 303, 400, 409, 413:
		default:
			t.Fatalf("%q: %d", body, w.Code)
		}
		rows := s.rows()
		if (len(rows) > before) != (w.Code == 303) || (preferences(w) != nil) != (w.Code == 303) {
			t.Fatalf("%q: %d with %d rows", body, w.Code, len(rows)-before)
		}
		if target := w.Header().Get("Location"); w.Code == 303 && !strings.HasPrefix(target, portalOrigin+"/") && !strings.HasPrefix(target, base+"/") && !strings.HasPrefix(target, "/fr/?done=") {
			t.Fatalf("%q leads to %q", body, target)
		}
		if granted := grants(t, preferences(w)); w.Code == 303 && granted != "" {
			fields, err := url.ParseQuery(body)
			if err != nil || len(fields["decision"]) != 1 || fields.Get("text") != text || rows[len(rows)-1].Text != text {
				t.Fatalf("%q grants %q", body, granted)
			}
		}
	})
}

// For any Cookie header, the banner is hidden only if every cookie of the choice's name
// has a value that the service could have written.
func FuzzCookieHeader(f *testing.F) {
	s := newService(f, demo)
	granted := holding(s.post("/fr/choice", s.accept()))
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	for _, header := range []string{granted, refused, granted + "; " + refused, "a; " + granted, granted + ";cookies_preferences", "cookies_preferences=; " + granted, strings.Repeat("x=y;", 100) + granted, " cookies_preferences =1", "Cookies_Preferences=1"} {
		f.Add(header)
	}
	value := func(pairs string) string {
		_, after, _ := strings.Cut(pairs, "cookies_preferences=")
		before, _, _ := strings.Cut(after, ";")
		return before
	}
	good := map[string]bool{value(granted): true, value(refused): true}
	f.Fuzz(func(t *testing.T, header string) {
		r := request(http.MethodGet, "/fr/choice", nil)
		r.Header["Cookie"] = []string{header}
		w := s.do(r)
		if w.Code != http.StatusOK && w.Code != http.StatusRequestHeaderFieldsTooLarge {
			t.Fatalf("%q: %d", header, w.Code)
		}
		if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "<form") {
			return
		}
		seen := map[string]bool{}
		for _, pair := range strings.Split(header, ";") {
			if name, v, _ := strings.Cut(strings.Trim(pair, " \t"), "="); name == "cookies_preferences" {
				seen[strings.TrimSpace(v)] = true
			}
		}
		for v := range seen {
			if text, err := url.PathUnescape(v); len(seen) != 1 || !good[v] && (err != nil || !strings.Contains(text, `"v":1`)) {
				t.Fatalf("%q counts as a choice", header)
			}
		}
		if len(seen) == 0 {
			t.Fatalf("%q: no banner without a choice", header)
		}
	})
}
