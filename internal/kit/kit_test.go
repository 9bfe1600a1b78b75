package kit_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/internal/kit"
	"charte/internal/portal"
)

var sample = kit.Portal{
	Service: at("https://cookies.ville.example"), Title: `Cookies & "choix"`, Skip: "Aller aux <cookies>", Link: "Gérer <mes> cookies",
	Windows: []int{320, 480, 641, 1024, 1920}, Heights: []int{500, 400, 300, 200, 100},
	Purpose: "statistics", Integrity: "sha384-abc",
}

// at parses a public address.
func at(address string) portal.Base {
	base, err := portal.ParseBase(address)
	if err != nil {
		panic(err)
	}
	return base
}

// elements returns the elements of a part by name.
func elements(t *testing.T, code string) map[string][]*html.Node {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(code))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]*html.Node{}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode {
			all[n.Data] = append(all[n.Data], n)
		}
	}
	return all
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// A-01, and what keeps the service from delaying the portal (docs/browser-facts.md).
func TestFrameNeverDelaysThePortal(t *testing.T) {
	t.Parallel()
	for _, part := range sample.Frame(false, true) {
		got := elements(t, part.Code)
		for _, n := range slices.Concat(got["script"], got["link"], got["style"]) {
			if attr(n, "rel") != "preconnect" {
				t.Errorf("%s holds a <%s>, which could hold the page", part.Place, n.Data)
			}
		}
		for _, n := range append(got["img"], got["iframe"]...) {
			if attr(n, "loading") != "lazy" || attr(n, "style") == "" {
				t.Errorf("%s: %v", part.Place, n.Attr)
			}
		}
		for _, n := range got["iframe"] {
			if attr(n, "title") != sample.Title || attr(n, "src") != sample.Service.URL("/choice?kit") {
				t.Errorf("the frame is %v", n.Attr)
			}
		}
	}
}

func TestHeightsAreListedFromTheWidestWindow(t *testing.T) {
	t.Parallel()
	sources := elements(t, sample.Frame(false, false)[0].Code)["source"]
	want := []string{"(min-width:120em) and (min-width:1920px)", "(min-width:64em) and (min-width:1024px)", "(min-width:40.0625em) and (min-width:641px)", "(min-width:30em) and (min-width:480px)"}
	if len(sources) != len(want) {
		t.Fatalf("%d sources", len(sources))
	}
	for i, n := range sources {
		_, window, _ := strings.Cut(want[i], "and (min-width:")
		if attr(n, "media") != want[i] || attr(n, "srcset") != sample.Service.URL("/embed/height-"+strings.TrimSuffix(window, "px)")) {
			t.Errorf("source %d is %v", i, n.Attr)
		}
	}
}

func TestClassesReplaceEveryStyleAttribute(t *testing.T) {
	t.Parallel()
	parts := sample.Frame(true, true)
	sheet := parts[0].Code
	for _, part := range parts[1:] {
		for name, nodes := range elements(t, part.Code) {
			for _, n := range nodes {
				if attr(n, "style") != "" {
					t.Errorf("<%s> has a style attribute", name)
				}
				if class := attr(n, "class"); class != "" && !strings.Contains(sheet, "."+class+"{") {
					t.Errorf("the class %s has no rule", class)
				}
			}
		}
	}
}

//
func TestFooterKeepsTheFocusClearOfTheBanner(t *testing.T) {
	t.Parallel()
	for _, classes := range []bool{false, true} {
		sheet := sample.Frame(classes, true)[0]
		if sheet.Place != kit.Stylesheet {
			t.Errorf("the first part is for %s", sheet.Place)
		}
		for _, rule := range []string{"html{scroll-padding-bottom:min(500px,60vh)}", "@media (min-width:64em){html{scroll-padding-bottom:min(200px,60vh)}}"} {
			if !strings.Contains(sheet.Code, rule) {
				t.Errorf("the sheet lacks %s", rule)
			}
		}
		for _, part := range sample.Frame(classes, false) {
			if strings.Contains(part.Code, "scroll-padding") {
				t.Error("the page's scrolling is changed though nobody asked for it")
			}
		}
	}
}

// the content of a one-pixel frame must not receive focus.
func TestSheetHidesAnInvisibleFrameFromTheKeyboard(t *testing.T) {
	t.Parallel()
	for _, flags := range [][2]bool{{true, false}, {false, true}, {true, true}} {
		if sheet := sample.Frame(flags[0], flags[1])[0].Code; !strings.Contains(sheet, "@container (max-height:24px){.charte-frame{display:none!important}}") {
			t.Errorf("classes and footer %v: %s", flags, sheet)
		}
	}
}

// What hides the frame, such as a portal's rules for print, must win.
func TestNothingForcesTheFrameToBeDisplayed(t *testing.T) {
	t.Parallel()
	inline := attr(elements(t, sample.Frame(false, false)[0].Code)["iframe"][0], "style")
	_, after, _ := strings.Cut(sample.Frame(true, false)[0].Code, ".charte-frame{")
	rule, _, _ := strings.Cut(after, "}")
	for _, style := range []string{inline, rule} {
		if !strings.Contains(style, "inset:0") || strings.Contains(style, "display") || strings.Contains(style, "all:") || strings.Contains(style, "visibility") {
			t.Errorf("the frame's style is %s", style)
		}
	}
}

// A portal's style sheet must not change the size of image, box or frame.
func TestEveryDeclarationOutweighsThePortal(t *testing.T) {
	t.Parallel()
	for _, part := range sample.Frame(false, true)[1:] {
		for _, nodes := range elements(t, part.Code) {
			for _, n := range nodes {
				for declaration := range strings.SplitSeq(attr(n, "style"), ";") {
					if declaration != "" && !strings.HasSuffix(declaration, "!important") {
						t.Errorf("<%s>: %s", n.Data, declaration)
					}
				}
			}
		}
	}
}

// A platform may strip the styles: the spacers are then as small as their attributes.
func TestSizesAreAttributesToo(t *testing.T) {
	t.Parallel()
	for _, part := range sample.Frame(true, true) {
		got := elements(t, part.Code)
		for _, n := range slices.Concat(got["img"], got["iframe"]) {
			if attr(n, "width") != "1" || attr(n, "height") != "1" {
				t.Errorf("%s: %v", part.Place, n.Attr)
			}
		}
	}
}

// Without it, someone who uses a keyboard reaches a banner in the footer last.
func TestSkipLinkLeadsToTheBanner(t *testing.T) {
	t.Parallel()
	parts := sample.Frame(false, false)
	link := elements(t, parts[1].Code)["a"][0]
	if parts[1].Place != kit.SkipLinks || link.FirstChild.Data != sample.Skip || attr(link, "href") != "#"+attr(elements(t, parts[0].Code)["div"][0], "id") {
		t.Errorf("%v", parts[1])
	}
}

// Cookie filter lists hide elements and block addresses by name.
func TestNamesAreNotOnFilterLists(t *testing.T) {
	t.Parallel()
	all := append(append(sample.Frame(true, true), sample.Script()...), sample.Anchor()...)
	for _, part := range all {
		for _, name := range []string{"cookie-banner", "cookie-consent", "cookie-notice", "bandeau-cookie", "consent-banner", "consent-manager", "cookies-policy"} {
			if strings.Contains(part.Code, name) {
				t.Errorf("%s holds %s", part.Place, name)
			}
		}
	}
}

func TestScriptCanBePinned(t *testing.T) {
	t.Parallel()
	pinned := elements(t, sample.Script()[1].Code)["script"]
	if len(pinned) != 1 || attr(pinned[0], "integrity") != sample.Integrity || attr(pinned[0], "crossorigin") != "anonymous" {
		t.Errorf("%v", sample.Script()[1])
	}
}

// Below a path, every address of every kit has it.
func TestKitsHonourTheBasePath(t *testing.T) {
	t.Parallel()
	below := sample
	below.Service = at("https://data.ville.example/charte")
	all := slices.Concat(below.Frame(true, true), below.Frame(false, true), below.Script(), below.Anchor())
	found := 0
	for _, part := range all {
		rest := strings.ReplaceAll(part.Code, `rel="preconnect" href="https://data.ville.example/charte"`, "")
		found += strings.Count(rest, "https://data.ville.example/charte/")
		if strings.Count(rest, "https://data.ville.example") != strings.Count(rest, "https://data.ville.example/charte/") || strings.Contains(rest, "charte//") {
			t.Errorf("%s: %s", part.Place, part.Code)
		}
	}
	if found < 10 || !strings.Contains(below.Anchor()[0].Code, `/charte/#choices"`) {
		t.Errorf("%d addresses, %s", found, below.Anchor()[0].Code)
	}
}

func TestLinkSendsThePageToReturnTo(t *testing.T) {
	t.Parallel()
	link := elements(t, sample.Anchor()[0].Code)["a"][0]
	if attr(link, "referrerpolicy") != "no-referrer-when-downgrade" || link.FirstChild.Data != sample.Link {
		t.Errorf("%v %q", link.Attr, link.FirstChild.Data)
	}
}

// A charter's language has a code of any length. Without its own rule, the fragment would
// have no time limit and could be requested alone.
func TestTheProxyHasOneRuleForTheFragmentInEveryLanguage(t *testing.T) {
	t.Parallel()
	below := sample
	below.Service = at("https://donnees.ville.example/charte")
	rules := map[string]*regexp.Regexp{
		kit.Nginx:   regexp.MustCompile(`location ~ (\S+part\$)`),
		kit.Varnish: regexp.MustCompile(`esi_level == 0 && req\.url ~ "([^"]+)"`),
	}
	for proxy, rule := range rules {
		found := rule.FindStringSubmatch(below.Include(proxy, "", nil)[map[string]int{kit.Nginx: 1}[proxy]].Code)
		if found == nil {
			t.Fatalf("%s has no rule", proxy)
		}
		for _, path := range []string{"/charte/part", "/charte/fr/part", "/charte/gsw/part", "/charte/pt-BR/part", "/charte/zh-Hans-CN/part"} {
			if !regexp.MustCompile(found[1]).MatchString(path) {
				t.Errorf("%s: %s does not match %s", proxy, found[1], path)
			}
		}
		for _, path := range []string{"/charte/fr/choice", "/charte/fr/department", "/charte/static/00/part.css", "/fr/part"} {
			if regexp.MustCompile(found[1]).MatchString(path) {
				t.Errorf("%s: %s matches %s", proxy, found[1], path)
			}
		}
	}
}

// The page of every visitor is the same in Varnish, whatever the name of the choice's cookie.
func TestVarnishRemovesTheChoiceFromThePagesRequest(t *testing.T) {
	t.Parallel()
	below := sample
	below.Service, below.Cookie = at("https://donnees.ville.example/charte"), "choix.ville+1"
	found := regexp.MustCompile(`regsuball\(req\.http\.Cookie, "([^"]+)", ""\)`).FindStringSubmatch(below.Include(kit.Varnish, "", nil)[0].Code)
	if found == nil {
		t.Fatal("the configuration removes no cookie")
	}
	for cookies, want := range map[string]string{
		"a=1; choix.ville+1=%7B%7D; b=2": "a=1; b=2",
		"choix.ville+1=%7B%7D":           "",
		"choixxville+1=2; my=3":          "choixxville+1=2; my=3",
	} {
		if got := regexp.MustCompile(found[1]).ReplaceAllString(cookies, ""); got != want {
			t.Errorf("%q becomes %q, want %q", cookies, got, want)
		}
	}
}
