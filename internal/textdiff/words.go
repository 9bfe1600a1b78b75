package textdiff

import (
	"bytes"
	"strings"

	"golang.org/x/net/html"
)

// Break separates two blocks. It is a word itself.
const Break = "\n"

// silent elements contain no text to read; block elements begin and end a line.
var (
	silent = set("style script title template head")
	blocks = set("p div li ul ol h1 h2 h3 h4 h5 h6 tr table caption section header footer nav form fieldset legend main dl dt dd button label summary details br")
)

func set(names string) map[string]bool {
	all := map[string]bool{}
	for name := range strings.FieldsSeq(names) {
		all[name] = true
	}
	return all
}

// Words returns the visible words of an HTML page. Parsing cannot fail: HTML defines
// a tree for every input.
func Words(page []byte) []string {
	root, err := html.Parse(bytes.NewReader(page))
	if err != nil { // only the reader could fail, and this one cannot
		return nil
	}
	var words []string
	read(root, &words)
	return words
}

func read(n *html.Node, words *[]string) {
	if n.Type == html.ElementNode && silent[n.Data] {
		return
	}
	if n.Type == html.TextNode {
		*words = append(*words, strings.FieldsFunc(n.Data, func(c rune) bool { return strings.ContainsRune(" \t\r\n", c) })...)
	}
	block := n.Type == html.ElementNode && blocks[n.Data]
	if block {
		lineBreak(words)
	}
	for child := range n.ChildNodes() {
		read(child, words)
	}
	if block {
		lineBreak(words)
	}
}

func lineBreak(words *[]string) {
	if n := len(*words); n > 0 && (*words)[n-1] != Break {
		*words = append(*words, Break)
	}
}
