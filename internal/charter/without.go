package charter

import (
	"slices"
	"unicode/utf8"

	"charte/internal/phrase"

	"gopkg.in/yaml.v3"
)

// maxWithout is how long the words of a purpose's key "without" may be, in
// characters: the banner names all of them in one sentence.
const maxWithout = 60

// without is the key "without" of one purpose in one file.
type without struct {
	text string
	line int
}

// readWithout reads what is missing where a purpose is refused.
func (d *document) readWithout(id string, node *yaml.Node) {
	text := collapse(d.words(node, "without"))
	if text == "" {
		return
	}
	if n := utf8.RuneCountInString(text); n > maxWithout {
		d.faultAt(node, phrase.Of("without has %d characters; the banner has room for %d", n, maxWithout), phrase.Of("name it in fewer words, such as the videos"))
	}
	if d.without == nil {
		d.without = map[string]without{}
	}
	d.without[id] = without{text, d.frontLine + node.Line}
}

// translateWithout reads the purposes of a translation's front matter.
func (d *document) translateWithout(node *yaml.Node, list []declared) {
	for _, item := range d.list(node, "purposes") {
		f := d.mapping(item, phrase.Of("a purpose of a translation (charter.md says the rest)"), "id", "without")
		id := d.words(f["id"], "id")
		if len(list) > 0 && !slices.ContainsFunc(list, func(p declared) bool { return p.ID == id }) {
			d.faultAt(item, phrase.Of("charter.md declares no purpose %q", id), phrase.Of("write the id of one of its purposes"))
		}
		d.readWithout(id, f["without"])
	}
}

// missingWithout reports a fault if only one of two languages names what is missing where a
// purpose is refused.
func missingWithout(r *report, has, lacks *document, id string) {
	if has.without[id].text == "" || lacks.without[id].text != "" {
		return
	}
	r.fault(lacks.name, lacks.frontLine, phrase.Of("without is missing for the purpose %q; %s:%d has it", id, has.name, has.without[id].line),
		phrase.Of("write in the front matter, under purposes: the two keys id: %s and without: with the words", id))
	r.about(AboutLanguages)
}
