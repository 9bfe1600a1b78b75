package handlers_test

import (
	"net/http"
	"strings"
	"testing"
)

// S-01, S-05: a header of exactly "1" counts as a refusal, also among several headers:
// the banner is not shown.
func TestOnlyTheExactSignalCounts(t *testing.T) {
	t.Parallel()
	s := newService(t, demo)
	for name, test := range map[string]struct {
		values []string
		counts bool
	}{
		"no header":        {nil, false},
		"1":                {[]string{"1"}, true},
		"1 with blanks":    {[]string{" 1 "}, true},
		"0":                {[]string{"0"}, false},
		"empty":            {[]string{""}, false},
		"true":             {[]string{"true"}, false},
		"1 twice in one":   {[]string{"1, 1"}, false},
		"10":               {[]string{"10"}, false},
		"0 and 1 in two":   {[]string{"0", "1"}, true},
		"0 and yes in two": {[]string{"0", "yes"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := request(http.MethodGet, "/fr/choice", nil)
			r.Header["Sec-Gpc"] = test.values
			if asks := strings.Contains(s.do(r).Body.String(), "<form"); asks == test.counts {
				t.Errorf("%q asks: %t", test.values, asks)
			}
		})
	}
}
