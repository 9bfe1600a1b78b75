package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"charte/internal/charter"
	"charte/internal/consent"
)

func TestScriptIsSmallAndReadableFromAnyOrigin(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	w := s.get("/embed.js", "Accept-Encoding", "gzip")
	if w.Code != http.StatusOK || w.Body.Len() > 4096 {
		t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
	}
	for name, want := range map[string]string{
		"Content-Type": "text/javascript; charset=utf-8", "Access-Control-Allow-Origin": "*", "Access-Control-Allow-Credentials": "", "Set-Cookie": "",
	} {
		if got := w.Header().Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if again := s.get("/embed.js", "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
		t.Errorf("revalidated: %d", again.Code)
	}
	other := newService(t, shipped).get("/embed.js").Body.String()
	body := s.get("/embed.js").Body.String()
	if body != other || strings.Contains(body, "_ga") || strings.Contains(body, "ville") {
		t.Error("the script contains data of the charter")
	}
	for _, bad := range []string{"eval(", "new Function", "innerHTML", "setAttribute('style", "localStorage", "sessionStorage"} { // C-01
		if strings.Contains(body, bad) {
			t.Errorf("the script uses %s", bad)
		}
	}
}

// scripted is the part of /charter.json that the script reads.
type scripted struct {
	Asks     bool
	Handle   [2]int
	Heights  [][2]int
	Scope    string
	Scopes   map[string]map[string][]string
	Title    map[string]string
	Manage   map[string]string
	Purposes []struct {
		ID, Match string
		Texts     map[string]struct{ Blocked, From, Accept string }
	}
}

func readScripted(t *testing.T, s *service) scripted {
	t.Helper()
	var d scripted
	if err := json.Unmarshal(s.get("/charter.json").Body.Bytes(), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// A blocked frame of exempt measurement names the objection and leads to its button.
func TestCharterJSONNamesTheObjectionThatBlocksAFrame(t *testing.T) {
	t.Parallel()
	text := readScripted(t, newService(t, ordinary)).Purposes[1].Texts["en"]
	if text.Blocked != "This content is not shown: you object to “Audience measurement”." || text.Accept != "Withdraw my objection: Audience measurement" {
		t.Errorf("%+v", text)
	}
}

func TestCharterJSONContainsWhatTheScriptReads(t *testing.T) {
	t.Parallel()
	d := readScripted(t, newService(t, demo, withHandle))
	if !d.Asks || d.Handle[0] < 44 || len(d.Heights) < 5 || d.Manage["fr"] != "Gérer mes cookies" || d.Manage["en"] == "" || d.Title["fr"] == "" {
		t.Errorf("%+v", d)
	}
	opens := d.Scopes[d.Scope]
	if len(d.Scopes) != 1 || len(opens) != 3 || !slices.Equal(opens["campaigns"], []string{"ga"}) || opens["video"] == nil {
		t.Errorf("scopes %v", d.Scopes)
	}
	for _, p := range d.Purposes {
		match := regexp.MustCompile(p.Match)
		for name, purpose := range map[string]string{"_ga_1A2B": "campaigns", "_pk_id.1.1fff": "audience", "YSC": "video", "sessionid": "necessary"} {
			if match.MatchString(name) != (p.ID == purpose) {
				t.Errorf("%s of %s: %s", name, p.ID, p.Match)
			}
		}
		if match.MatchString("") {
			t.Errorf("%s matches a cookie without a name", p.ID)
		}
	}
	text := d.Purposes[3].Texts["en"]
	if text.Blocked != "This content will be shown if you accept “Watch videos”." || text.From != "Providers: Google Ireland Limited." || text.Accept != "Accept “Watch videos”: open the form" {
		t.Errorf("%+v", text)
	}
	if from := d.Purposes[2].Texts["fr"].From; from != "Prestataires\u00a0: Google Ireland Limited, Google LLC." {
		t.Errorf("the providers of a table and of the front matter: %q", from)
	}
}

// The script shows nothing unless an origin in charter.json equals that of its page.
func TestCharterJSONListsOriginsAsBrowsersWriteThem(t *testing.T) {
	t.Parallel()
	body := newService(t, demo, func(c *setup) {
		own := *c.Charter
		own.Sites = []charter.Site{{Name: "Données", Origin: portalOrigin + ":443"}}
		c.Charter = &own
	}).get("/charter.json").Body.String()
	if !strings.Contains(body, `"origin": "`+portalOrigin+`"`) {
		t.Error(body)
	}
}

// The script takes the day from the response, as a visitor's clock may be wrong. A body
// that contained it would have to change every day.
func TestScriptCanReadTheDayOfCharterJSON(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	first := s.get("/charter.json")
	again := s.get("/charter.json", "If-None-Match", first.Header().Get("ETag"))
	for _, w := range []*httptest.ResponseRecorder{first, again} {
		if got := w.Header(); got.Get("Access-Control-Expose-Headers") != "Date" || got.Get("Cache-Control") != "no-cache, no-transform" {
			t.Errorf("%d: %v", w.Code, got)
		}
	}
}

// A choice is valid under a wider scope than today's; under one that lacks a part of a
// purpose, only if it refuses that purpose; under one that lacks a purpose, never.
func TestCharterJSONListsTheScopesOfValidChoices(t *testing.T) {
	t.Parallel()
	var fewer, narrow, wider consent.Scope
	s := newService(t, demo, func(c *setup) {
		narrow = consent.NewScope([]consent.Purpose{{ID: "audience"}, {ID: "campaigns"}, {ID: "video"}})
		fewer = consent.NewScope(c.Charter.Purposes[:2])
		wider = consent.NewScope(append([]consent.Purpose{{ID: "more"}}, c.Charter.Purposes...))
		for _, scope := range []consent.Scope{fewer, narrow, wider} {
			if err := c.Registry.KeepScope(t.Context(), scope); err != nil {
				t.Fatal(err)
			}
		}
	})
	d := readScripted(t, s)
	opens := d.Scopes[narrow.ID()]
	if _, listed := opens["video"]; !listed || opens["video"] != nil || len(d.Scopes[wider.ID()]) != 4 || d.Scopes[wider.ID()]["video"] == nil || len(d.Scopes) != 3 {
		t.Errorf("scopes %v", d.Scopes)
	}
}
