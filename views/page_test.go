package views_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/views"
)

// languages are those of the texts for visitors, reported those of operators' pages and
// reports.
var languages, reported = []string{"fr", "en", "de", "es"}, []string{"fr", "en"}

// everyPage runs a check on every document in every language.
func everyPage(t *testing.T, check func(t *testing.T, language, source string, root *html.Node)) {
	t.Helper()
	for _, language := range languages {
		for name, component := range in(t, language).documents() {
			t.Run(language+" "+name, func(t *testing.T) {
				t.Parallel()
				source, root := show(t, component)
				check(t, language, source, root)
			})
		}
	}
}

func TestPagesAreWholeDocuments(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, language, source string, root *html.Node) {
		if !strings.HasPrefix(strings.ToLower(source), "<!doctype html><html") {
			t.Errorf("starts with %.40q", source)
		}
		page := all(root, "html")[0]
		if attr(page, "lang") != language || attr(page, "dir") != "ltr" {
			t.Errorf("lang %q dir %q", attr(page, "lang"), attr(page, "dir"))
		}
		for _, name := range []string{"main", "h1", "title"} {
			if n := len(all(root, name)); n != 1 {
				t.Errorf("%d <%s>", n, name)
			}
		}
		level := 0
		for _, h := range all(root, "h1", "h2", "h3", "h4", "h5", "h6") {
			next := int(h.Data[1] - '0')
			if next > level+1 {
				t.Errorf("%s %q follows h%d", h.Data, text(h), level)
			}
			level = next
		}
	})
}

// Text browsers such as lynx and w3m ignore header: only a block of HTML 3.2 separates
// the skip link from the name of the authority.
func TestSkipLinkIsOnALineOfItsOwnInTextBrowsers(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _, _ string, root *html.Node) {
		for _, skip := range with(all(root, "a"), "class", "skip") {
			if block := skip.Parent; block.Data != "div" && block.Data != "p" || text(block) != text(skip) {
				t.Errorf("the skip link is in <%s> with %q", block.Data, text(block))
			}
		}
	})
}

func TestPagesHaveNoScriptAndNoInlineStyle(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _, source string, root *html.Node) {
		if n := all(root, "script", "iframe", "object"); len(n) > 0 {
			t.Errorf("holds <%s>", n[0].Data)
		}
		for _, n := range all(root) {
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
					t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
			}
		}
	})
}

func TestIDsAreUniqueAndReferencesExist(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _, _ string, root *html.Node) {
		var ids []string
		for _, n := range all(root) {
			if id := attr(n, "id"); id != "" && slices.Contains(ids, id) {
				t.Errorf("id %q occurs twice", id)
			} else if id != "" {
				ids = append(ids, id)
			}
		}
		for _, n := range all(root) {
			for _, name := range []string{"for", "aria-describedby", "aria-labelledby"} {
				if has(n, name) && !slices.Contains(ids, attr(n, name)) {
					t.Errorf("%s=%q leads nowhere", name, attr(n, name))
				}
			}
			if to, found := strings.CutPrefix(attr(n, "href"), "#"); found && !slices.Contains(ids, to) {
				t.Errorf("href=#%s leads nowhere", to)
			}
		}
	})
}

func TestControlsAndLinksHaveNames(t *testing.T) {
	t.Parallel()
	everyPage(t, func(t *testing.T, _, _ string, root *html.Node) {
		for _, n := range all(root, "a", "button", "summary", "legend", "label", "caption") {
			if text(n) == "" {
				t.Errorf("<%s> without words", n.Data)
			}
			if target := attr(n, "target"); target != "" && target != "_top" {
				t.Errorf("target %q opens a window", target)
			}
		}
		for _, box := range with(all(root, "input"), "type", "checkbox") {
			if len(with(all(root, "label"), "for", attr(box, "id"))) != 1 {
				t.Errorf("box %q has no label of its own", attr(box, "id"))
			}
		}
	})
}

// Filter lists hide elements with these names, and the State's design system reserves
// its own (D-01).
func TestNamesAvoidFilterListsAndTheStatesDesign(t *testing.T) {
	t.Parallel()
	taken := []string{"cookie-banner", "cookie-consent", "cookie-notice", "bandeau-cookie", "consent-banner", "consent-manager"}
	everyPage(t, func(t *testing.T, _, _ string, root *html.Node) {
		for _, n := range all(root) {
			for _, name := range strings.Fields(attr(n, "class") + " " + attr(n, "id")) {
				if strings.HasPrefix(name, "fr-") || slices.ContainsFunc(taken, func(s string) bool { return strings.Contains(name, s) }) {
					t.Errorf("<%s> is named %q", n.Data, name)
				}
			}
		}
	})
}

func TestPagesLeadToTheStatementAndTheChoices(t *testing.T) { // C-15
	t.Parallel()
	everyPage(t, func(t *testing.T, language, _ string, root *html.Node) {
		if len(all(root, "style")) == 1 {
			return // the portal's page around the frame has the footer
		}
		foot := all(root, "footer")[0]
		mention := map[string]string{"fr": "Accessibilité\u00a0: non conforme", "en": "Accessibility: not compliant", "de": "Barrierefreiheit: nicht konform", "es": "Accesibilidad: no conforme"}
		links := with(all(foot, "a"), "href", "/"+language+"/accessibility")
		if len(links) != 1 || text(links[0]) != mention[language] {
			t.Errorf("the footer is %q", text(foot))
		}
		if !strings.HasSuffix(attr(all(foot, "a")[0], "href"), "#choices") {
			t.Errorf("the footer does not lead to the choices")
		}
		if first := all(all(root, "body")[0], "a")[0]; attr(first, "href") != "#content" {
			t.Errorf("the first link is %q", text(first))
		}
		other := with(all(root, "a"), "hreflang", map[string]string{"fr": "en", "en": "fr", "de": "es", "es": "de"}[language])
		if len(other) != 1 || attr(other[0], "lang") != attr(other[0], "hreflang") {
			t.Errorf("no switch to the other language")
		}
	})
}

func TestContactOfTheStatementIsALink(t *testing.T) {
	t.Parallel()
	for contact, want := range map[string]string{
		"a11y@iles.example": "mailto:a11y@iles.example", "https://iles.example/contact": "https://iles.example/contact", "http://iles.example/": "http://iles.example/",
	} {
		p := views.AccessibilityPage{Page: in(t, "fr").page(), Charter: "/fr/", Contact: contact}
		_, root := show(t, views.Accessibility(p))
		if links := with(all(all(root, "main")[0], "a"), "href", want); len(links) != 1 || text(links[0]) != contact {
			t.Errorf("%s leads nowhere", contact)
		}
	}
}
