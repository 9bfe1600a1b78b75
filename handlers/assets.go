package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"io/fs"
	"net/http"
	"regexp"
	"strings"

	"github.com/go-chi/chi/v5"

	"charte/internal/theme"
)

// assets are the style sheets and the icon, each under an address that holds
// the hash of its content.
type assets struct {
	files      map[string]*page // "hash/file" -> content
	stylesheet string           // address of the pages' sheet
	sheet      []byte
	icon       string
	logo       string // empty: none
	banner     frameSheet
	handle     frameSheet
}

// frameSheet is a style sheet that stands in its page, so that a frame is one
// request.
type frameSheet struct {
	css    string
	source string // what allows it in a Content-Security-Policy
}

// newAssets puts the sheets together: shared tokens first, the operator's theme
// last, so that it overrides what it names.
func newAssets(files fs.FS, own []byte, logo *theme.Logo) (assets, error) {
	read := func(names ...string) ([]byte, error) {
		var all []byte
		for _, name := range names {
			content, err := fs.ReadFile(files, name)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", name, err)
			}
			all = append(all, content...)
		}
		return all, nil
	}
	sheet, err := read("tokens.css", "charte.css")
	if err != nil {
		return assets{}, err
	}
	banner, err := read("tokens.css", "banner.css")
	if err != nil {
		return assets{}, err
	}
	handle, err := read("handle.css")
	if err != nil {
		return assets{}, err
	}
	icon, err := read("icon.svg")
	if err != nil {
		return assets{}, err
	}
	a := assets{files: map[string]*page{}, sheet: append(sheet, own...)}
	a.stylesheet = a.add("charte.css", "text/css; charset=utf-8", a.sheet)
	a.icon = a.add("icon.svg", "image/svg+xml", icon)
	if logo != nil {
		a.logo = a.add(logo.Name, logo.Type, logo.Content)
	}
	if a.banner, err = newFrameSheet(append(banner, own...)); err != nil {
		return assets{}, err
	}
	a.handle, err = newFrameSheet(append(handle, own...))
	return a, err
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssBlank   = regexp.MustCompile(`\s*([{};,])\s*|\s+`)
)

// newFrameSheet leaves out what a browser does not read: the frame is sent with
// every page of the portal until the visitor has chosen.
func newFrameSheet(css []byte) (frameSheet, error) {
	css = cssComment.ReplaceAll(css, nil)
	css = cssBlank.ReplaceAllFunc(css, func(blank []byte) []byte {
		if sign := bytes.TrimSpace(blank); len(sign) > 0 {
			return sign
		}
		return []byte(" ")
	})
	if strings.Contains(strings.ToLower(string(css)), "</style") {
		return frameSheet{}, fmt.Errorf("the frame's CSS holds </style, which would end its element early")
	}
	short := compact(string(css))
	sum := sha256.Sum256([]byte(short))
	return frameSheet{css: short, source: "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"}, nil
}

func (a assets) add(name, contentType string, content []byte) string {
	sum := sha256.Sum256(content)
	key := hex.EncodeToString(sum[:8]) + "/" + name
	a.files[key] = newDocument(contentType, content)
	return "/static/" + key
}

// static serves an asset. Its address changes with its content, so it may be
// kept for a year (RFC 8246).
func (s *service) static(w http.ResponseWriter, r *http.Request) error {
	file, ok := s.assets.files[chi.URLParam(r, "hash")+"/"+chi.URLParam(r, "file")]
	if !ok {
		return fail(http.StatusNotFound, "not_found")
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	s.write(w, r, http.StatusOK, file, &values{})
	return nil
}
