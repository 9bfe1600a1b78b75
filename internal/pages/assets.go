package pages

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"strings"

	"charte/internal/portal"
	"charte/internal/theme"
	"charte/static"
)

// Assets are the style sheets, the icon and the logo. Each file has an address
// that contains the hash of its content, so that it can be cached for ever.
type Assets struct {
	// Files maps "hash/name" to the file; /static/ precedes it in the address.
	Files map[string]*Page
	// Script is /embed.js, the script of kit 2.
	Script *Page
	// Banner and Handle are the style sheets inside the frames' documents.
	Banner, Handle FrameSheet

	stylesheet string // address of the pages' style sheet
	sheet      []byte
	partSheet  []byte // of kit 4's fragment, at the address part
	part       string
	base       portal.Base
	icon       string
	logo       string // empty: none
}

// FrameSheet is a style sheet inside its document, so that a frame is one request.
type FrameSheet struct {
	// Source is the expression that allows it in a Content-Security-Policy.
	Source string

	css string
}

// newAssets builds the style sheets: the shared tokens first, the operator's
// theme last, so that it overrides what it names.
func newAssets(base portal.Base, own theme.Theme, logo *theme.Logo) (*Assets, error) {
	sheet, err := minified(typeCSS, own.Pages, "tokens.css", "charte.css")
	if err != nil {
		return nil, err
	}
	icon, err := fs.ReadFile(static.Files, "icon.svg")
	if err != nil {
		return nil, fmt.Errorf("read icon.svg: %w", err)
	}
	script, err := Script()
	if err != nil {
		return nil, err
	}
	a := &Assets{Files: map[string]*Page{}, sheet: sheet, base: base, Script: newDocument(typeScript+"; charset=utf-8", script)}
	a.stylesheet = a.add("charte.css", "text/css; charset=utf-8", a.sheet)
	a.icon = a.add("icon.svg", "image/svg+xml", icon)
	if logo != nil {
		a.logo = a.add(logo.Name, logo.Type, logo.Content)
	}
	if a.partSheet, err = newPartSheet(own.Frames); err != nil {
		return nil, err
	}
	a.part = a.add("part.css", "text/css; charset=utf-8", a.partSheet)
	if a.Banner, err = newFrameSheet(own.Frames, "tokens.css", "banner.css"); err != nil {
		return nil, err
	}
	a.Handle, err = newFrameSheet(own.Frames, "handle.css")
	return a, err
}

// Logo returns the address of the logo; empty if there is none.
func (a *Assets) Logo() string { return a.logo }

// builtInDark matches the dark mode of the built-in sheets.
var builtInDark = regexp.MustCompile(`@media screen and \(prefers-color-scheme:dark\)\{:root\{[^}]*\}\}`)

// inPortal returns the style sheet of the parts shown in a portal's page. It lacks the
// built-in dark mode: nearly all portals are light, and a theme may add a dark mode for
// frames.
func inPortal(own []byte, names ...string) ([]byte, error) {
	short, err := minified(typeCSS, nil, names...)
	if err != nil {
		return nil, err
	}
	theme, err := minified(typeCSS, own)
	if err != nil {
		return nil, err
	}
	return append(builtInDark.ReplaceAll(short, nil), theme...), nil
}

func newFrameSheet(own []byte, names ...string) (FrameSheet, error) {
	short, err := inPortal(own, names...)
	if err != nil {
		return FrameSheet{}, err
	}
	if strings.Contains(strings.ToLower(string(short)), "</style") {
		return FrameSheet{}, fmt.Errorf("the frame's CSS contains </style, which would end its element early")
	}
	sum := sha256.Sum256(short)
	return FrameSheet{css: string(short), Source: "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"}, nil
}

// add adds a file and returns its address.
func (a *Assets) add(name, contentType string, content []byte) string {
	sum := sha256.Sum256(content)
	key := hex.EncodeToString(sum[:8]) + "/" + name
	a.Files[key] = newDocument(contentType, content)
	return a.base.At("/static/" + key)
}
