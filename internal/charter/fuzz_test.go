package charter_test

import (
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charte/internal/charter"

	nethtml "golang.org/x/net/html"
)

// marked is a valid table of trackers.
const marked = "| Nom du cookie | Durée |\n|---|---|\n| zz_mark | 1 jour |\n"

// FuzzLoad inserts any text into a valid charter, and a valid table of trackers at
// some line of the text. Load must not panic, the page must contain only safe,
// well-formed HTML, and the table's row must be a tracker, or in a code block, or
// the charter must have a fault.
func FuzzLoad(f *testing.F) {
	f.Add("Voir `des` *vidéos* : [une](https://example.fr), <https://example.fr> ![deux](a.png) <br> <b>x</b>\n", 3)
	files, err := filepath.Glob("testdata/odd/*.md")
	if err != nil {
		f.Fatal(err)
	}
	for i, file := range append(files, "testdata/demo/charter.md", "../../charter.md") {
		text, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(text), i)
		_, body, _ := strings.Cut(strings.TrimPrefix(string(text), "---"), "\n---\n")
		f.Add(body, i*7)
	}
	before, after, _ := strings.Cut(small, "## Vidéos")
	f.Fuzz(func(t *testing.T, text string, at int) {
		_, _ = load(text, text) // any front matter
		lines := strings.SplitAfter(text, "\n")
		at = int(uint(at) % uint(len(lines)))
		loaded, err := load(before+strings.Join(lines[:at], "")+"\n"+marked+strings.Join(lines[at:], "")+"\n\n## Vidéos"+after, "")
		if err != nil {
			return
		}
		page := html(loaded.In("fr"))
		wellFormed(t, page)
		if !declares(loaded, "zz_mark") && !inCode(page, "zz_mark") {
			t.Errorf("the row is neither a tracker nor in a code block:\n%s", page)
		}
	})
}

func declares(loaded *charter.Charter, name string) bool {
	for _, p := range loaded.Purposes {
		if slices.Contains(p.Trackers, name) {
			return true
		}
	}
	return false
}

func inCode(page, word string) bool {
	for _, part := range strings.Split(page, "<pre>")[1:] {
		code, _, _ := strings.Cut(part, "</pre>")
		if strings.Contains(code, word) {
			return true
		}
	}
	return false
}

// allowed lists the elements of a page, with their attributes.
var allowed = map[string]string{
	"p": "", "a": "href title class", "em": "", "strong": "", "code": "class", "pre": "", "ul": "", "ol": "start", "li": "",
	"blockquote": "", "hr": "", "br": "", "div": "class role tabindex aria-labelledby", "table": "class",
	"caption": "id class", "thead": "", "tbody": "", "tr": "", "th": "scope", "td": "class data-label",
}

// wellFormed checks the tags: known elements and attributes only, each closed in
// order, no link in a link, unique ids, no address that runs a script.
func wellFormed(t *testing.T, page string) {
	t.Helper()
	var open []string
	ids := map[string]bool{}
	z := nethtml.NewTokenizer(strings.NewReader(page))
	for kind := z.Next(); kind != nethtml.ErrorToken; kind = z.Next() {
		token := z.Token()
		switch kind {
		case nethtml.StartTagToken:
			checkTag(t, token, ids)
			if token.Data == "a" && slices.Contains(open, "a") {
				t.Errorf("a link in a link: %s", page)
			}
			if token.Data != "br" && token.Data != "hr" {
				open = append(open, token.Data)
			}
		case nethtml.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				t.Fatalf("</%s> closes %q:\n%s", token.Data, open, page)
			}
			open = open[:len(open)-1]
		case nethtml.TextToken:
		default:
			t.Errorf("%s is neither a tag nor text", token)
		}
	}
	if len(open) > 0 {
		t.Errorf("never closed: %q", open)
	}
}

func checkTag(t *testing.T, token nethtml.Token, ids map[string]bool) {
	t.Helper()
	attributes, known := allowed[token.Data]
	if !known {
		t.Errorf("element %s", token)
	}
	for _, a := range token.Attr {
		if !slices.Contains(strings.Fields(attributes), a.Key) {
			t.Errorf("attribute %s", token)
		}
		if a.Key == "id" && ids[a.Val] {
			t.Errorf("the id %s stands twice", a.Val)
		}
		ids[a.Val] = ids[a.Val] || a.Key == "id"
		// Browsers remove these before they parse the scheme.
		address := strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(strings.TrimLeft(a.Val, "\x00\x01\x1f "))
		u, err := url.Parse(address)
		if a.Key == "href" && (err != nil || !slices.Contains([]string{"", "http", "https", "mailto"}, strings.ToLower(u.Scheme))) {
			t.Errorf("address %q", a.Val)
		}
	}
}

func TestTheShippedPagesAreWellFormed(t *testing.T) {
	t.Parallel()
	for _, loaded := range []*charter.Charter{shipped(t), demo(t)} {
		for _, language := range loaded.Languages {
			wellFormed(t, html(loaded.In(language)))
		}
	}
}
