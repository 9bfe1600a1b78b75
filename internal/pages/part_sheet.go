package pages

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/tdewolff/parse/v2"
	"github.com/tdewolff/parse/v2/css"
)

// newPartSheet returns the style sheet of kit 4: that of the banner, rewritten for a
// shadow root, and what only the fragment needs.
func newPartSheet(own []byte) ([]byte, error) {
	banner, err := inPortal(own, "tokens.css", "banner.css")
	if err != nil {
		return nil, err
	}
	more, err := minified(typeCSS, nil, "part.css")
	if err != nil {
		return nil, err
	}
	return hosted(append(banner, more...))
}

// hosted rewrites a style sheet of a frame's document for a shadow root in another page.
// There the element .part takes the place of the root and the body, h2 that of h1, and
// pixels that of rem: the size of the page's root element is the portal's.
func hosted(sheet []byte) ([]byte, error) {
	var out bytes.Buffer
	lexer := css.NewLexer(parse.NewInputBytes(sheet))
	for {
		kind, data := lexer.Next()
		if kind == css.ErrorToken {
			if err := lexer.Err(); err != io.EOF {
				return nil, fmt.Errorf("rewrite the style sheet for kit 4: %w", err)
			}
			return []byte(rootSelectors.Replace(out.String())), nil
		}
		out.WriteString(hostedToken(kind, string(data)))
	}
}

// rootSelectors rewrites the selectors of the root element; "html:root" outweighs
// ":root" in both.
var rootSelectors = strings.NewReplacer("html:root", ".part.part", ":root", ".part", "html{", ".part{", "html,", ".part,")

func hostedToken(kind css.TokenType, text string) string {
	switch {
	case kind == css.IdentToken && text == "body":
		return ".part"
	case kind == css.IdentToken && text == "h1":
		return "h2"
	case kind == css.DimensionToken && strings.HasSuffix(text, "rem"):
		if n, err := strconv.ParseFloat(strings.TrimSuffix(text, "rem"), 64); err == nil {
			return strconv.FormatFloat(n*16, 'g', -1, 64) + "px"
		}
	}
	return text
}
