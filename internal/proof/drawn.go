package proof

import (
	"bytes"
	"html"
	"regexp"

	"charte/internal/consent"
)

// styleLink is the link in our pages to our own style.
var styleLink = regexp.MustCompile(`<link[^>]* href="(?:/[A-Za-z0-9._~-]+)*/static/[^"]*\.css"[^>]*>`)

// wholeFragment replaces the rules by which the fragment of kit 4 is at the bottom of a
// portal's page and scrolls.
const wholeFragment = ":host{position:static!important}.part,.part .controls{max-block-size:none}"

// Drawn returns a text with its style sheet in it, so that a browser needs no other file.
// The fragment of kit 4 becomes a document, in which it is shown whole.
func Drawn(t consent.Text) []byte {
	style := append([]byte("<style>"), t.CSS...)
	if isFragment(t.HTML) {
		style = append(style, wholeFragment...)
	}
	return document(t.Language, styleLink.ReplaceAllLiteral(t.HTML, append(style, "</style>"...)))
}

// isFragment reports whether a text is a part of a portal's page.
func isFragment(text []byte) bool {
	const doctype = "<!doctype"
	return len(text) < len(doctype) || !bytes.EqualFold(text[:len(doctype)], []byte(doctype))
}

// document returns a text unchanged if it is a document, and a fragment as one.
func document(language string, text []byte) []byte {
	if !isFragment(text) {
		return text
	}
	head := `<!doctype html><html lang="` + html.EscapeString(language) + `"><head><meta charset="utf-8">` +
		`<meta name="viewport" content="width=device-width, initial-scale=1"><title>Charte</title><style>body{margin:0}</style></head><body>`
	return append(append([]byte(head), text...), "</body></html>\n"...)
}
