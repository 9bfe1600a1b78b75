package consent_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
)

var now = time.Date(2026, 11, 23, 15, 4, 5, 0, time.UTC)

// purposes are the tools of an invented portal.
func purposes() []consent.Purpose {
	return []consent.Purpose{
		{ID: "necessary", Exempt: true, Trackers: []string{"sessionid"}},
		{ID: "statistics", PlatformKeys: []string{"matomo", "piano"}, Providers: []string{"Matomo"}, Trackers: []string{"_pk_id.*", "_pk_ses.*"}},
		{ID: "campaigns", PlatformKeys: []string{"ga"}, Providers: []string{"Google"}, Trackers: []string{"_ga", "_ga_*"}},
		{ID: "video", Providers: []string{"Video Inc."}, Trackers: []string{"YSC"}},
	}
}

func terms(known ...consent.Scope) consent.Terms {
	current := consent.NewScope(purposes())
	return consent.Terms{Purposes: purposes(), Scope: current, Known: func(id string) (consent.Scope, bool) {
		for _, s := range append(known, current) {
			if s.ID() == id {
				return s, true
			}
		}
		return consent.Scope{}, false
	}}
}

func encode(choice consent.Choice) string {
	return consent.Encode(consent.Asked(purposes()), consent.NewPreferences(choice, now, consent.NewScope(purposes())))
}

// platformReader is the platform's rule, as its own reader applies it: split
// document.cookie, URI-decode, JSON-parse, block where the key is literally false.
func platformReader(t *testing.T, documentCookie, tool string) (blocked bool) {
	t.Helper()
	for pair := range strings.SplitSeq(documentCookie, "; ") {
		parts := strings.Split(pair, "=")
		if parts[0] != "cookies_preferences" {
			continue
		}
		text, err := url.PathUnescape(parts[1])
		if err != nil {
			t.Fatal(err)
		}
		var keys map[string]any
		if err := json.Unmarshal([]byte(text), &keys); err != nil {
			t.Fatal(err)
		}
		return keys[tool] == false
	}
	return false
}

func TestPlatformReaderBlocksWhatWasNotGranted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		choice  consent.Choice
		allowed string
	}{
		"a refusal allows the functional cookies alone":     {consent.Choice{}, "functional_cookies"},
		"a grant opens the tools that its trackers declare": {consent.Choice{"statistics": true}, "functional_cookies matomo"},
		"a tool without a declared tracker stays closed":    {consent.Choice{"statistics": true, "campaigns": true, "video": true}, "functional_cookies matomo ga"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cookie := "sessionid=a; cookies_preferences=" + encode(test.choice) + "; django_language=fr"
			for _, tool := range append(consent.PlatformKeys(), "functional_cookies") {
				want := !strings.Contains(" "+test.allowed+" ", " "+tool+" ")
				if got := platformReader(t, cookie, tool); got != want {
					t.Errorf("%s blocked: %t, want %t", tool, got, want)
				}
			}
		})
	}
}

func TestCookieComesBackAsItWasWritten(t *testing.T) {
	t.Parallel()
	for subset := range 8 {
		choice := consent.Choice{"statistics": subset&1 > 0, "campaigns": subset&2 > 0, "video": subset&4 > 0}
		verdict := terms().Judge([]string{encode(choice)}, now)
		if !verdict.Valid || verdict.Preferences.Choice.String() != choice.String() {
			t.Errorf("%v came back as %+v", choice, verdict)
		}
		if verdict.Preferences.Day != time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) {
			t.Errorf("the day is %v", verdict.Preferences.Day) // C-23: no hour
		}
	}
}

// B-07: under 1,024 bytes with every purpose there can be, attributes included.
func TestCookieStaysSmall(t *testing.T) {
	t.Parallel()
	var many []consent.Purpose
	choice := consent.Choice{}
	for i := range consent.MaxPurposes {
		id := fmt.Sprintf("p%02d", i) + strings.Repeat("x", consent.MaxPurposeID-3)
		if err := consent.CheckPurposeID(id); err != nil {
			t.Fatal(err)
		}
		many = append(many, consent.Purpose{ID: id})
		choice[id] = false
	}
	value := consent.Encode(many, consent.NewPreferences(choice, now, consent.NewScope(many)))
	line := "cookies_preferences=" + value + "; Path=/; Domain=a-rather-long-name-of-an-authority.example.fr; Expires=Tue, 23 May 2027 15:04:05 GMT; Secure; SameSite=Lax"
	if len(line) >= 1024 {
		t.Errorf("the cookie takes %d bytes", len(line))
	}
}

// S-06, B-08, B-09, C-24: a doubtful cookie grants nothing, and the visitor is asked.
func TestDoubtfulCookiesGrantNothing(t *testing.T) {
	t.Parallel()
	all := consent.Choice{"statistics": true, "campaigns": true, "video": true}
	good := encode(all)
	plain, _ := url.PathUnescape(good)
	with := func(old, new string) []string {
		if !strings.Contains(plain, old) {
			panic("the cookie has no " + old)
		}
		return []string{url.QueryEscape(strings.Replace(plain, old, new, 1))}
	}
	day := fmt.Sprint(time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC).UnixMilli())
	at := func(d time.Time) []string { return with(day, fmt.Sprint(d.UnixMilli())) }
	scope := consent.NewScope(purposes()).ID()
	for name, values := range map[string][]string{
		"none":                             nil,
		"empty":                            {""},
		"half of one":                      {good[:len(good)/2]},
		"not encoded right":                {"%zz" + good},
		"two that disagree":                {good, encode(consent.Choice{})},
		"the same two, in the other order": {encode(consent.Choice{}), good},
		"a list":                           {"%5B%5D"},
		"nested":                           with(`"video":true`, `"video":{"a":true}`),
		"a key that stands twice":          with(`"video":true`, `"video":true,"video":true`),
		"something after the object":       {good + "%7B%7D"},
		"a fraction":                       with(`"v":1`, `"v":1.0`),
		"no version":                       with(`,"v":1`, ``),
		"a later version":                  with(`"v":1`, `"v":2`),
		"true as a word":                   with(`"video":true`, `"video":"true"`),
		"true as a number":                 with(`"video":true`, `"video":1`),
		"null":                             with(`"video":true`, `"video":null`),
		"a purpose missing":                with(`"video":true,`, ``),
		"a purpose too many":               with(`"video":true`, `"video":true,"ads":true`),
		"a key of the platform missing":    with(`"eulerian":false,`, ``),
		"a tool open that nobody granted":  with(`"eulerian":false`, `"eulerian":true`),
		"a tool closed that was granted":   with(`"ga":true`, `"ga":false`),
		"functional cookies off":           with(`"functional_cookies":true`, `"functional_cookies":false`),
		"a scope that nobody knows":        with(scope, "00000000"),
		"a scope cut short":                with(scope, scope[:7]),
		"with an hour":                     at(time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)),
		"from two days ahead":              at(time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)),
		"six months and a day old":         at(time.Date(2026, 5, 22, 0, 0, 0, 0, time.UTC)),
		"from the year 292 million":        with(day, "9223372036854775807"),
		"5,000 bytes long":                 {good + strings.Repeat("+", 5000)},
		"upper case keys":                  with(`"video"`, `"VIDEO"`),
		"the platform's own":               {url.QueryEscape(`{"functional_cookies":true,"ga":true,"matomo":true,"xiti":true,"at":true,"piano":true,"eulerian":true}`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if v := terms().Judge(values, now); v.Valid || v.Preferences.Choice.Grants() || v.Why == "" {
				t.Errorf("%q gave %+v", values, v)
			}
		})
	}
}

// C-19: no month is longer than it is, so that no choice lasts into the one after.
func TestMonthsEndWithTheMonth(t *testing.T) {
	t.Parallel()
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 15, 4, 5, 0, time.UTC)
	}
	for _, c := range []struct {
		from   time.Time
		months int
		want   time.Time
	}{
		{day(2026, 11, 23), 6, day(2027, 5, 23)},
		{day(2026, 8, 31), 6, day(2027, 2, 28)},
		{day(2027, 8, 31), 6, day(2028, 2, 29)},
		{day(2026, 12, 31), 6, day(2027, 6, 30)},
		{day(2026, 8, 31), -66, day(2021, 2, 28)},
	} {
		if got := consent.Later(c.from, c.months); !got.Equal(c.want) {
			t.Errorf("%d months from %s: %s", c.months, c.from, got)
		}
	}
	if end := (consent.Preferences{Day: time.Date(2026, 8, 31, 0, 0, 0, 0, time.UTC)}).Expires(); !end.Equal(time.Date(2027, 3, 1, 0, 0, 0, 0, time.UTC)) {
		t.Errorf("a choice of 31 August counts until %s", end)
	}
}

func TestChoiceHoldsForSixMonthsWhateverTheHour(t *testing.T) {
	t.Parallel()
	value := []string{encode(consent.Choice{"video": true})}
	last := time.Date(2027, 5, 23, 23, 59, 59, 0, time.UTC) // C-19: never less than six calendar months
	if !terms().Judge(value, last).Valid {
		t.Error("the choice ended early")
	}
	if terms().Judge(value, last.Add(time.Second)).Valid {
		t.Error("the choice outlived its day")
	}
	if !terms().Judge(value, now.Add(-20*time.Hour)).Valid {
		t.Error("a clock a day behind loses the choice")
	}
}
