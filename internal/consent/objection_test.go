package consent_test

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"charte/internal/consent"
)

// objectable are purposes of which the first is exempt, and one can object to it; Matomo
// is also part of a purpose that asks.
func objectable() []consent.Purpose {
	return append([]consent.Purpose{
		{ID: "audience", Exempt: true, Objection: true, PlatformKeys: []string{"matomo", "xiti"}},
		{ID: "help", Exempt: true, Objection: true, PlatformKeys: []string{"at"}},
	}, purposes()...)
}

func objectableTerms(all []consent.Purpose, known ...consent.Scope) consent.Terms {
	t := terms(append(known, consent.NewScope(all))...)
	t.Purposes, t.Scope = all, consent.NewScope(all)
	return t
}

// H-04: what the platform runs in every state of the visitor.
func TestPlatformReaderFollowsObjections(t *testing.T) {
	t.Parallel()
	all := objectable()
	choose := func(ids ...string) consent.Preferences {
		choice := consent.Choice{}
		for _, id := range ids {
			choice[id] = true
		}
		return consent.NewPreferences(choice, now, consent.NewScope(all))
	}
	with := func(p consent.Preferences, o consent.Objection) consent.Preferences { p.Objection = o; return p }
	none, signal := consent.Objection{}, consent.Objection{Signal: true}
	audience := none.With(all, []string{"audience"}, now)
	everything := none.With(all, []string{"audience", "help"}, now)
	back := everything.Without(all, []string{"audience", "help"}, now)
	for name, test := range map[string]struct {
		stored  consent.Preferences
		allowed string
	}{
		"refused, and the charter does not object":           {choose(), "matomo xiti at"},
		"refused, and the charter objects":                   {with(choose(), everything), ""},
		"accepted":                                           {choose("statistics", "campaigns", "video"), "matomo xiti at ga"},
		"custom":                                             {choose("campaigns"), "matomo xiti at ga"},
		"objected before any answer":                         {consent.Unanswered(audience), "at"},
		"objected after accepting, the tool in both":         {with(choose("statistics", "campaigns"), audience), "at ga"},
		"taken back before any answer":                       {consent.Unanswered(back), "matomo xiti at"},
		"taken back after accepting":                         {with(choose("campaigns"), back), "matomo xiti at ga"},
		"withdrawn":                                          {with(choose(), none), "matomo xiti at"},
		"a signal, refused":                                  {with(choose(), signal), ""},
		"a signal, accepted: the grant of the tool prevails": {with(choose("statistics"), signal), "matomo"},
		"a signal, taken back":                               {with(choose(), signal.Without(all, []string{"audience"}, now)), "matomo xiti"},
		"a signal, one objection: the other remains":         {with(choose(), signal.With(all, []string{"help"}, now)), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			value := consent.Encode(all, test.stored)
			for _, tool := range append(consent.PlatformKeys(), "functional_cookies") {
				want := !slices.Contains(append(strings.Fields(test.allowed), "functional_cookies"), tool)
				if got := platformReader(t, "a=b; cookies_preferences="+value, tool); got != want {
					t.Errorf("%s blocked: %t, want %t", tool, got, want)
				}
			}
			v := objectableTerms(all).Judge([]string{value}, now)
			if v.Valid != (test.stored.Scope != "") || v.Stranger || v.Added != nil || fmt.Sprint(v.Preferences.Objection.Purposes) != fmt.Sprint(test.stored.Objection.Purposes) {
				t.Errorf("judged as %+v", v)
			}
		})
	}
	if platformReader(t, "a=b", "matomo") {
		t.Error("undecided: the exempt tool is blocked")
	}
}

// The cookie of a charter without objection keeps its bytes, whatever the visitor sent.
func TestCharterWithoutObjectionKeepsTheBytesOfItsCookie(t *testing.T) {
	t.Parallel()
	p := consent.NewPreferences(consent.Choice{"campaigns": true}, now, consent.NewScope(purposes()))
	p.Objection = consent.Objection{Purposes: []string{"audience"}, Day: now, Signal: true}
	const want = `{"functional_cookies":true,"ga":true,"matomo":false,"xiti":false,"at":false,"piano":false,"eulerian":false,` +
		`"statistics":false,"campaigns":true,"video":false,"timestamp":1795392000000,"scope":"%s","v":1}`
	if got, _ := url.PathUnescape(consent.Encode(purposes(), p)); got != fmt.Sprintf(want, p.Scope) {
		t.Errorf("got %s", got)
	}
}

// An objection holds although the choice beside it ended, or cites an unknown scope.
func TestObjectionHoldsWithoutAChoice(t *testing.T) {
	t.Parallel()
	all := objectable()
	old := consent.NewPreferences(consent.Choice{}, now.AddDate(0, -5, 0), consent.NewScope(all))
	old.Objection = consent.Objection{}.With(all, []string{"audience"}, now)
	granted := old
	granted.Choice = consent.Choice{"video": true}
	elsewhere := old
	elsewhere.Scope = "00000000"
	later := now.AddDate(0, 2, 0)
	for name, test := range map[string]struct {
		stored        consent.Preferences
		at            time.Time
		valid, closed bool
	}{
		"both hold":                             {old, now, true, true},
		"the choice ended":                      {old, later, false, true},
		"both ended":                            {old, now.AddDate(0, 7, 0), false, false},
		"a grant ended, and all with it":        {granted, later, false, false},
		"an unknown scope":                      {elsewhere, now, false, true},
		"an objection from two days ahead":      {old, now.AddDate(0, 0, -2), false, false},
		"an objection from a clock a day ahead": {old, now.AddDate(0, 0, -1), true, true},
	} {
		v := objectableTerms(all).Judge([]string{consent.Encode(all, test.stored)}, test.at)
		if v.Valid != test.valid || v.Preferences.Objection.To("audience") != test.closed {
			t.Errorf("%s: %+v", name, v)
		}
	}
	twins := []string{consent.Encode(all, old), consent.Encode(all, consent.Unanswered(consent.Objection{}.With(all, []string{"help"}, now)))}
	if v := objectableTerms(all).Judge(twins, now); v.Valid || !v.Conflict || v.Stranger || len(v.Preferences.Objection.Purposes) != 2 {
		t.Errorf("twins: %+v", v)
	}
}

// B-07: under 1,024 bytes with every purpose there can be, objections included.
func TestCookieWithObjectionsStaysSmall(t *testing.T) {
	t.Parallel()
	for exempt := 1; exempt <= consent.MaxPurposes; exempt++ {
		var all []consent.Purpose
		for i := range consent.MaxPurposes {
			all = append(all, consent.Purpose{ID: fmt.Sprintf("p%02d", i) + strings.Repeat("x", consent.MaxPurposeID-3), Exempt: i < exempt, Objection: i < exempt})
		}
		p := consent.NewPreferences(consent.Choice{}, now, consent.NewScope(all))
		for _, purpose := range all[:exempt] {
			p.Objection = p.Objection.With(all, []string{purpose.ID}, now)
		}
		value := consent.Encode(all, p)
		line := "cookies_preferences=" + value + "; Path=/; Domain=ville.example.fr; Expires=Tue, 23 May 2027 15:04:05 GMT; Secure; SameSite=Lax"
		if len(line) >= 1024 {
			t.Errorf("%d exempt: the cookie takes %d bytes", exempt, len(line))
		}
		if v := objectableTerms(all).Judge([]string{value}, now); !v.Valid || len(v.Preferences.Objection.Purposes) != exempt {
			t.Errorf("%d exempt: %+v", exempt, v)
		}
	}
}

// Hostile values of the new keys object to nothing, grant nothing, and never hide the
// question.
func TestHostileObjectionsAreUnreadable(t *testing.T) {
	t.Parallel()
	all := objectable()
	p := consent.NewPreferences(consent.Choice{"video": true}, now, consent.NewScope(all))
	p.Objection = consent.Objection{}.With(all, []string{"audience"}, now)
	answered, _ := url.PathUnescape(consent.Encode(all, p))
	unanswered, _ := url.PathUnescape(consent.Encode(all, consent.Unanswered(p.Objection)))
	for name, test := range map[string]struct{ text, old, new string }{
		"a list":                          {answered, `"objected":"audience"`, `"objected":["audience"]`},
		"a space":                         {answered, `"objected":"audience"`, `"objected":"audience help"`},
		"a comma":                         {answered, `"objected":"audience"`, `"objected":"audience,help"`},
		"twice the same":                  {answered, `"objected":"audience"`, `"objected":"audience.audience"`},
		"an id that is none":              {answered, `"objected":"audience"`, `"objected":"Audience"`},
		"a separator alone":               {answered, `"objected":"audience"`, `"objected":"."`},
		"a date without ids":              {answered, `"objected":"audience",`, ``},
		"an hour":                         {answered, `"objected_at":17953920`, `"objected_at":17953921`},
		"a date as text":                  {answered, `"objected_at":1795392000000`, `"objected_at":"1795392000000"`},
		"the tool open all the same":      {answered, `"matomo":false`, `"matomo":true`},
		"an answer without a scope":       {unanswered, `"timestamp"`, `"video":true,"timestamp"`},
		"no scope, and no objection":      {unanswered, `"objected":"audience","objected_at":1795392000000,`, ``},
		"no scope, and two days":          {unanswered, `"timestamp":1795392000000`, `"timestamp":1795305600000`},
		"no scope, and a tool that asked": {unanswered, `"ga":false`, `"ga":"true"`},
	} {
		if !strings.Contains(test.text, test.old) {
			t.Fatalf("%s: %s lacks %s", name, test.text, test.old)
		}
		value := url.QueryEscape(strings.Replace(test.text, test.old, test.new, 1))
		if v := objectableTerms(all).Judge([]string{value}, now); v.Valid || v.Preferences.Choice.Grants() {
			t.Errorf("%s: %+v", name, v)
		}
	}
}

// Whatever the charter and its edits, the cookie that was written is judged as it was
// meant: grants and refusals, objections, and who is asked again.
func TestEveryHistoryIsJudgedAsItWasWritten(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		before := drawCharter(t, "before")
		after := before
		if rapid.Bool().Draw(t, "edited") {
			after = drawCharter(t, "after")
		}
		choice := consent.Choice{}
		for _, p := range consent.Asked(before) {
			choice[p.ID] = rapid.Bool().Draw(t, p.ID)
		}
		day := now.AddDate(0, 0, -rapid.IntRange(0, 120).Draw(t, "days"))
		stored := consent.NewPreferences(choice, day, consent.NewScope(before))
		stored.Objection.Signal = rapid.Bool().Draw(t, "signal")
		acted := rapid.IntRange(0, 3).Draw(t, "acts")
		for range acted {
			ids := rapid.SliceOfDistinct(rapid.SampledFrom([]string{"a", "b", "c", "d"}), func(s string) string { return s }).Draw(t, "ids")
			if rapid.Bool().Draw(t, "object") {
				stored.Objection = stored.Objection.With(before, ids, day)
			} else {
				stored.Objection = stored.Objection.Without(before, ids, day)
			}
		}
		if stored.Objection.Made() && rapid.Bool().Draw(t, "unanswered") {
			stored = consent.Unanswered(stored.Objection)
		}
		v := objectableTerms(after, consent.NewScope(before)).Judge([]string{consent.Encode(before, stored)}, now)
		checkHistory(t, v, stored, before, after)
	})
}

// drawCharter draws purposes with the ids a to d, each with or without a tool.
func drawCharter(t *rapid.T, name string) []consent.Purpose {
	var all []consent.Purpose
	for _, id := range []string{"a", "b", "c", "d"} {
		kind := rapid.SampledFrom([]string{"asked", "asked", "objection", "exempt", "absent"}).Draw(t, name+" "+id)
		if kind == "absent" {
			continue
		}
		p := consent.Purpose{ID: id, Exempt: kind != "asked", Objection: kind == "objection"}
		tools := map[string]string{"ga": "_ga", "matomo": "_pk_id", "piano": "_pcid"}
		for _, key := range rapid.SliceOfDistinct(rapid.SampledFrom([]string{"ga", "matomo", "piano"}), func(s string) string { return s }).Draw(t, name+" tools of "+id) {
			p.Trackers = append(p.Trackers, tools[key])
			if kind != "exempt" {
				p.PlatformKeys = append(p.PlatformKeys, key)
			}
		}
		all = append(all, p)
	}
	return all
}

func checkHistory(t *rapid.T, v consent.Verdict, stored consent.Preferences, before, after []consent.Purpose) {
	for _, p := range consent.Objectable(after) {
		wrote := slices.ContainsFunc(consent.Objectable(before), func(o consent.Purpose) bool { return o.ID == p.ID })
		if v.Preferences.Objection.To(p.ID) != (wrote && stored.Objection.To(p.ID)) {
			t.Fatalf("objection to %s: %+v", p.ID, v)
		}
	}
	added := consent.NewScope(after).Reasks(consent.NewScope(before), stored.Choice)
	if v.Valid && (stored.Scope == "" || len(added) > 0) || v.Stranger || v.Conflict {
		t.Fatalf("valid %t, added %v: %+v", v.Valid, added, v)
	}
	if same := fmt.Sprint(before) == fmt.Sprint(after); same && v.Valid != (stored.Scope != "") {
		t.Fatalf("the same charter: %+v", v)
	}
	for id, granted := range v.Preferences.Choice {
		if granted && !stored.Choice[id] {
			t.Fatalf("%s was not granted", id)
		}
	}
	if !v.Valid {
		return
	}
	rewritten := v.Preferences
	rewritten.Scope = consent.NewScope(after).ID()
	again := consent.Encode(after, rewritten)
	if back := objectableTerms(after).Judge([]string{again}, now); !back.Valid || back.Preferences.Choice.String() != v.Preferences.Choice.String() {
		t.Fatalf("rewritten under today's charter: %+v", back)
	}
}
