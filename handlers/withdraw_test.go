package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"charte/internal/portal"
)

// expired returns the cookies that a response expires, as "name" or "name@domain".
func expired(w *httptest.ResponseRecorder) []string {
	var all []string
	for _, c := range w.Result().Cookies() {
		if c.MaxAge < 0 && !strings.HasSuffix(c.Name, "charte-receipt") && c.Name != "cookies_preferences" {
			name := c.Name
			if c.Domain != "" {
				name += "@" + c.Domain
			}
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// cookieHeader has cookies of every purpose, of the portal, and undeclared ones.
const cookieHeader = "sessionid=s; csrftoken=t; _pk_id.1.1fff=a; _ga=b; _ga_1A2B3C=c; YSC=d; autre=e; _gatx=f"

func TestWithdrawalExpiresTheDeclaredCookiesInTheRequest(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	granted := holding(s.post("/fr/choice", s.accept()))
	both := func(names ...string) (all []string) {
		for _, name := range names {
			all = append(all, name, name+"@ville.example")
		}
		slices.Sort(all)
		return all
	}
	for name, c := range map[string]struct {
		cookies  string
		decision string
		ticked   []string
		want     []string
	}{
		"all is withdrawn":          {granted, "refuse", nil, both("_pk_id.1.1fff", "_ga", "_ga_1A2B3C", "YSC")},
		"audience is granted":       {granted, "custom", []string{"purpose", "audience"}, both("_ga", "_ga_1A2B3C", "YSC")},
		"all is granted":            {granted, "accept", nil, nil},
		"a refusal without a grant": {"", "refuse", nil, both("_pk_id.1.1fff", "_ga", "_ga_1A2B3C", "YSC")}, // C-16
	} {
		w := s.post("/fr/choice", s.fields(c.decision, c.ticked...), "Cookie", strings.TrimPrefix(c.cookies+"; "+cookieHeader, "; "))
		if got := expired(w); w.Code != http.StatusSeeOther || !slices.Equal(got, c.want) {
			t.Errorf("%s: status %d, expired %v, want %v", name, w.Code, got, c.want)
		}
		if first := w.Result().Cookies()[0]; first.Name != "cookies_preferences" || first.MaxAge < 0 {
			t.Errorf("%s: the choice does not come first: %s", name, first)
		}
		if w.Header().Get("Clear-Site-Data") != "" { // B-10
			t.Errorf("%s: Clear-Site-Data", name)
		}
	}
}

// Without a cookie domain, the trackers on the portal's host still choose any domain of it.
func TestWithdrawalOnThePortalsHostExpiresEveryDomain(t *testing.T) {
	t.Parallel()
	for host, want := range map[string][]string{
		"data.ville.example":       {"_ga", "_ga@data.ville.example", "_ga@ville.example"},
		"carte.data.ville.gouv.fr": {"_ga", "_ga@carte.data.ville.gouv.fr", "_ga@data.ville.gouv.fr", "_ga@ville.gouv.fr"},
		"ville.example":            {"_ga", "_ga@ville.example"},
		"gouv.fr":                  {"_ga"},
		"localhost":                {"_ga"},
		"192.0.2.1":                {"_ga"},
	} {
		s := below(t, func(c *setup) {
			c.BaseURL = addressed(t, "https://"+host+"/charte")
			c.Portals = portal.NewList(c.BaseURL, []string{c.BaseURL.Origin()})
		})
		r := request(http.MethodPost, "/charte/fr/choice", strings.NewReader("decision=refuse"), "Content-Type", "application/x-www-form-urlencoded",
			"Sec-Fetch-Site", "same-origin", "Origin", "https://"+host, "Cookie", "_ga=b; other=d")
		r.Host = host
		w := s.do(r)
		if got := expired(w); w.Code != http.StatusSeeOther || !slices.Equal(got, want) {
			t.Errorf("%s: status %d, expired %v, want %v", host, w.Code, got, want)
		}
	}
}

func TestWithdrawalIsHonouredIfTheRegistryIsDown(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	granted := holding(s.post("/fr/choice", s.accept()))
	some := s.fields("custom", "purpose", "audience")
	s.registry.appendError = errDown
	for name, fields := range map[string]url.Values{"all": s.fields("refuse"), "some": some} {
		if got := expired(s.post("/fr/choice", fields, "Cookie", granted+"; _ga=b")); !slices.Equal(got, []string{"_ga", "_ga@ville.example"}) {
			t.Errorf("%s: expired %v", name, got)
		}
	}
}

func TestWithdrawalFitsIntoAProxysHeaderLimit(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	cookies := holding(s.post("/fr/choice", s.accept()))
	for i := range 200 {
		cookies += fmt.Sprintf("; _ga_%d=x", i)
	}
	fields := s.fields("refuse")
	fields.Set("surface", "charter")
	w := s.post("/fr/choice", fields, "Cookie", cookies)
	size := 0
	for _, line := range w.Header().Values("Set-Cookie") {
		size += len("Set-Cookie: \r\n") + len(line)
	}
	if n := len(expired(w)); size > 3<<10 || n < 20 {
		t.Errorf("%d cookies expired in %d bytes", n, size)
	}
	if target := w.Header().Get("Location"); !strings.Contains(target, "left="+portal.Encode("_ga_*")) || strings.Contains(target, "ended="+portal.Encode("_ga_*")) {
		t.Errorf("Location does not list the cookies that did not fit: %s", target)
	}
}

// nginx answers 502 if status and headers exceed 4 KiB, whatever takes the room: cookies to
// expire, or names of cookies that may be left.
func TestAnswerToAWithdrawalFitsIntoFourKilobytes(t *testing.T) {
	t.Parallel()
	s := newService(t, demo, func(c *setup) {
		own := *c.Charter
		own.Purposes = slices.Clone(own.Purposes)
		for i := range 90 {
			own.Purposes[1].Trackers = append(slices.Clone(own.Purposes[1].Trackers), fmt.Sprintf("name_of_a_tracker_%02d", i))
		}
		c.Charter = &own
	})
	granted := holding(s.post("/fr/choice", s.accept()))
	fields := s.fields("refuse")
	fields.Set("surface", "charter")
	for name, back := range map[string]string{"no way back": "", "a way back": portalOrigin + "/?q=" + strings.Repeat("a", 200)} {
		w := s.post("/fr/choice?back="+portal.Encode(back), fields, "Cookie", granted+"; "+cookieHeader)
		size := len("HTTP/1.1 303 See Other\r\nDate: Mon, 23 Nov 2026 15:04:05 GMT\r\n\r\n")
		for name, values := range w.Header() {
			for _, value := range values {
				size += len(name) + len(": \r\n") + len(value)
			}
		}
		if w.Code != http.StatusSeeOther || size > 4<<10 {
			t.Errorf("%s: %d, %d bytes", name, w.Code, size)
		}
		page := s.get(w.Header().Get("Location"), "Cookie", holding(w)).Body.String()
		_, status, _ := strings.Cut(page, `role="status">`)
		if status, _, _ = strings.Cut(status, "</div>"); strings.Count(status, "name_of_a_tracker_") != 90 {
			t.Errorf("%s: the confirmation does not list what may be left: %s", name, status)
		}
	}
}

// confirm decides on the charter page and returns the confirmation. remaining is added
// to the cookies of the second request.
func (s *service) confirm(decision, cookies, remaining string) string {
	s.t.Helper()
	fields := s.fields(decision)
	fields.Set("surface", "charter")
	w := s.post("/fr/choice", fields, "Cookie", cookies)
	page := s.get(w.Header().Get("Location"), "Cookie", holding(w)+remaining).Body.String()
	_, status, _ := strings.Cut(page, `role="status">`)
	status, _, _ = strings.Cut(status, "</div>")
	return status
}

func TestConfirmationListsExpiredAndRemainingCookies(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	granted := holding(s.post("/fr/choice", s.accept()))
	status := s.confirm("refuse", granted+"; _ga=b; _ga_1A2B3C=c", "")
	ended, left, _ := strings.Cut(status, "Nous ne pouvons pas effacer ces cookies")
	for _, name := range []string{"_ga", "_ga_*"} {
		if !strings.Contains(ended, name) || strings.Contains(left, name) {
			t.Errorf("%s is not listed as expired: %s", name, status)
		}
	}
	if !strings.Contains(left, "_pk_id.*") {
		t.Errorf("_pk_id.* is not listed as out of reach: %s", status)
	}
	if status := s.confirm("refuse", granted+"; _ga=b", "; _ga=b"); strings.Contains(status, "effacés") && strings.Contains(status[:strings.Index(status, "Nous ne pouvons")], "_ga.") {
		t.Errorf("a cookie that the browser still sends is listed as expired: %s", status)
	}
	if status := s.confirm("refuse", "", ""); strings.Contains(status, "effacés") || strings.Contains(status, "Nous ne pouvons pas effacer ces cookies") {
		t.Errorf("no cookie was set, but the confirmation lists some: %s", status)
	}
}

// Anyone can forge a link, so the confirmation shows only names from the charter.
func TestConfirmationShowsDeclaredNamesOnly(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	refused := holding(s.post("/fr/choice", s.fields("refuse")))
	target := "/fr/?done=refuse&ended=canary"
	for _, pair := range []string{"ended=canary", "ended=_ga_canary", "left=<b>canary", "left=sessionid", "ended=_ga"} {
		field, name, _ := strings.Cut(pair, "=")
		target += "&" + field + "=" + portal.Encode(name)
	}
	w := s.get(target, "Cookie", refused)
	_, status, _ := strings.Cut(w.Body.String(), `role="status">`)
	status, _, _ = strings.Cut(status, "</div>")
	if strings.Contains(status, "canary") || strings.Contains(status, "sessionid") || !strings.Contains(status, "_ga") {
		t.Errorf("the confirmation is %s", status)
	}
}
