package charter

import (
	"slices"
	"unicode/utf8"

	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

// maxWithout is the greatest length of the key "without" of a purpose, in
// characters: the banner lists all of them in one sentence.
const maxWithout = 60

// without is the key "without" of a purpose in one file.
type without struct {
	text string
	line int
}

// readWithout adds the key "without" of a purpose to texts if it is not empty.
func readWithout(m mapping, id string, texts map[string]without) {
	text := collapse(m.text("without"))
	if text == "" {
		return
	}
	node := m.values["without"]
	if n := utf8.RuneCountInString(text); n > maxWithout {
		m.front.faultAt(node, message.Of("without has %d characters; the banner has room for %d", n, maxWithout), message.Of("name it in fewer words, such as the videos"))
	}
	texts[id] = without{text, m.front.lineOf(node)}
}

// readTranslatedPurpose reads one purpose of a translation's front matter.
func readTranslatedPurpose(f *frontMatter, item *yaml.Node, declared []declaredPurpose, texts map[string]without) {
	m := f.mapping(item, message.Of("a purpose of a translation (the rest belongs in charter.md)"), "id", "without")
	id := m.text("id")
	if len(declared) > 0 && !slices.ContainsFunc(declared, func(p declaredPurpose) bool { return p.ID == id }) {
		f.faultAt(item, message.Of("charter.md declares no purpose %q", id), message.Of("write the id of one of its purposes"))
	}
	readWithout(m, id, texts)
}
