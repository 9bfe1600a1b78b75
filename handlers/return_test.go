package handlers_test

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/internal/portal"
)

// C-15: the form's action leads back to the portal's page with its query, and so does
// the field of a form that an earlier version served.
func TestBothFormsOfTheReturnAddressLeadBack(t *testing.T) {
	t.Parallel()
	s := newService(t, shipped)
	page := portalOrigin + "/explore/?q=eau&sort=modified"
	for _, referer := range []string{page, ""} {
		target := "/fr/choice?return=" + url.QueryEscape(page)
		if referer != "" {
			target = "/fr/choice?kit"
		}
		_, after, _ := strings.Cut(s.get(target, "Referer", referer).Body.String(), `action="`)
		action, _, _ := strings.Cut(after, `"`)
		if want := "/fr/choice?back=" + portal.Encode(page); action != want {
			t.Fatalf("the form's action is %q, want %q", action, want)
		}
		fields := url.Values{"decision": {"refuse"}, "surface": {"banner"}}
		if got := s.post(action, fields).Header().Get("Location"); got != page {
			t.Errorf("today's form leads to %q", got)
		}
		fields.Set("return", page)
		if got := s.post("/fr/choice", fields).Header().Get("Location"); got != page {
			t.Errorf("an earlier version's form leads to %q", got)
		}
		fields.Set("surface", "charter")
		if got, want := s.post("/fr/choice", fields).Header().Get("Location"), "/fr/?done=refuse&back="+portal.Encode(page); got != want {
			t.Errorf("the charter's form leads to %q, want %q", got, want)
		}
	}
}

// During an upgrade of several instances, a form of this version may be sent to an
// instance of the version before, which rejects unknown fields.
func TestFormsSendOnlyFieldsThatEarlierVersionsKnow(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	known := []string{"decision", "purpose", "return", "surface", "text"}
	for _, path := range []string{"/fr/", "/fr/choice"} {
		doc, err := html.Parse(strings.NewReader(s.get(path, "Referer", portalOrigin+"/a").Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for n := range doc.Descendants() {
			for _, a := range n.Attr {
				if a.Key != "name" || n.Data != "input" && n.Data != "button" {
					continue
				}
				if found++; !slices.Contains(known, a.Val) {
					t.Errorf("%s has a field %q", path, a.Val)
				}
			}
		}
		if found < 4 {
			t.Errorf("%s has %d fields", path, found)
		}
	}
}
