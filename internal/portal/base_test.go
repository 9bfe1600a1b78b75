package portal_test

import (
	"path"
	"strings"
	"testing"

	"charte/internal/portal"
)

func TestParseBase(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]struct{ base, origin, path, problem string }{
		"https://Data.Ville.example":            {"https://data.ville.example", "https://data.ville.example", "", ""},
		"https://data.ville.example/":           {"https://data.ville.example", "https://data.ville.example", "", ""},
		"https://data.ville.example/charte":     {"https://data.ville.example/charte", "https://data.ville.example", "/charte", ""},
		"https://data.ville.example:443/a/b.c/": {"https://data.ville.example/a/b.c", "https://data.ville.example", "/a/b.c", ""},
		"http://localhost:8080/charte":          {"http://localhost:8080/charte", "http://localhost:8080", "/charte", ""},
		"https://data.ville.example/a//b":       {problem: "each part of the path"},
		"https://data.ville.example//evil.test": {problem: "each part of the path"},
		"https://data.ville.example/a/../b":     {problem: "each part of the path"},
		"https://data.ville.example/..":         {problem: "each part of the path"},
		"https://data.ville.example/./a":        {problem: "each part of the path"},
		"https://data.ville.example/a%2fb":      {problem: "each part of the path"},
		"https://data.ville.example/a b":        {problem: "each part of the path"},
		"https://data.ville.example/é":          {problem: "each part of the path"},
		"https://data.ville.example/a?b":        {problem: "a path, a query or a fragment"},
		"http://data.ville.example/a":           {problem: "is not https"},
		"data.ville.example/a":                  {problem: "is not an origin"},
	} {
		base, err := portal.ParseBase(text)
		if want.problem != "" {
			if err == nil || !strings.Contains(err.Error(), want.problem) {
				t.Errorf("%s: %v, want %q", text, err, want.problem)
			}
			continue
		}
		if err != nil || base.String() != want.base || base.Origin() != want.origin || base.Path() != want.path {
			t.Errorf("%s: %q at %q of %q: %v", text, base, base.Path(), base.Origin(), err)
		}
	}
}

// below a path, the service's pages are no portal's pages, and the rest of the
// service's host is no place to return to unless it is a portal.
func TestAPageOfTheServiceIsBelowItsPath(t *testing.T) {
	t.Parallel()
	alone, shared := listAt("https://www.ville.example/charte"), listAt("https://data.ville.example/charte")
	for raw, want := range map[string]string{
		"/charte/fr/":                            "https://www.ville.example/charte/fr/",
		"https://www.ville.example/charte/fr/?a": "https://www.ville.example/charte/fr/?a",
		"/":                                      "",
		"/chartex/":                              "",
		"//evil.test/charte/":                    "",
		"/charte/../evil":                        "",
		"/charte/%2e%2e/evil":                    "",
		"/charte/a/..%2f..%2fevil":               "",
		"/evil%2f..%2fcharte/fr/":                "",
		"/evil//../charte/fr/":                   "",
		"https://www.ville.example/charte/.%2E/evil":     "",
		"https://www.ville.example/other":                "",
		"https://www.ville.example.evil.test/charte/fr/": "",
	} {
		if got := alone.Parse(raw); got.URL != want || got.Portal != "" {
			t.Errorf("%s is read as %+v, want %q", raw, got, want)
		}
	}
	for raw, from := range map[string]string{
		"https://data.ville.example/charte/fr/":    "",
		"https://data.ville.example/charte":        "",
		"https://data.ville.example/x/../charte/a": "",
		"https://data.ville.example/chartex/":      "https://data.ville.example",
		"https://data.ville.example/explore/?q=1":  "https://data.ville.example",
	} {
		if got := shared.Parse(raw); got.URL == "" || got.Portal != from {
			t.Errorf("%s is read as %+v, want the portal %q", raw, got, from)
		}
	}
}

// A page of the service is one even if its path is written by way of another folder.
func TestAPageBelowADeepPathIsTheServicesHoweverWritten(t *testing.T) {
	t.Parallel()
	deep := listAt("https://data.ville.example/a/b")
	for raw, from := range map[string]string{
		"https://data.ville.example/a/b/fr/":      "",
		"https://data.ville.example/a/x/../b/fr/": "",
		"https://data.ville.example/a/./b/fr/":    "",
		"https://data.ville.example/a/x/b/fr/":    "https://data.ville.example",
	} {
		if got := deep.Parse(raw); got.URL == "" || got.Portal != from {
			t.Errorf("%s is read as %+v, want the portal %q", raw, got, from)
		}
	}
}

// For any base path, every address of the service is below it, and for any return
// address nothing but the service's pages and the portals' is reached.
func FuzzBasePath(f *testing.F) {
	for _, raw := range append(hostile, "/charte/fr/", "/charte/../x", "/charte/%2e%2e//x", "/charte//evil.test", "//charte/") {
		f.Add("/charte", raw)
		f.Add(raw, "/"+raw)
	}
	f.Fuzz(func(t *testing.T, under, raw string) {
		base, err := portal.ParseBase("https://www.ville.example" + under)
		if err != nil || under != "" && under[0] != '/' { // else it is a part of the host
			return
		}
		for _, address := range []string{base.At("/fr/"), strings.TrimPrefix(base.URL("/fr/"), base.Origin())} {
			if address != base.Path()+"/fr/" || path.Clean(address)+"/" != address || base.Origin() != "https://www.ville.example" {
				t.Fatalf("%q: an address of the service is %q on %q", under, address, base.Origin())
			}
		}
		got := portal.NewList(base, []string{"https://data.ville.example"}).Parse(raw)
		if got.URL == "" || got.Portal != "" {
			return
		}
		page, own := strings.CutPrefix(got.URL, base.Origin())
		page, _, _ = strings.Cut(page, "?")
		resolved := path.Clean(strings.NewReplacer("%2e", ".", "%2E", ".").Replace(page))
		if !own || base.Path() != "" && resolved != base.Path() && !strings.HasPrefix(resolved, base.Path()+"/") {
			t.Fatalf("below %q, %q became %q", base.Path(), raw, got.URL)
		}
	})
}
