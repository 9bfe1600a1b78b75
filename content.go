package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/theme"
	"charte/locales"
	"charte/static"
)

// content reads the charter, the texts and the theme: the operator's where
// --content has them, else the built-in ones.
func (c *contentFlags) content(out *handlers.Config) error {
	packed, err := c.pack()
	if err != nil {
		return err
	}
	return c.unpack(packed, out)
}

// pack takes the folder's files as they are now; none without --content.
func (c *contentFlags) pack() (content.Pack, error) {
	if c.Content == "" {
		return nil, nil
	}
	if info, err := os.Stat(c.Content); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("--content %q: no such folder", c.Content)
	}
	packed, err := content.New(os.DirFS(c.Content))
	if err != nil {
		return nil, fmt.Errorf("--content %s: %w", c.Content, err)
	}
	return packed, nil
}

// unpack reads what pack took, and checks it.
func (c *contentFlags) unpack(packed content.Pack, out *handlers.Config) error {
	out.Static = static.Files
	var charterFiles fs.FS = charters
	layers := []fs.FS{locales.Files}
	if packed != nil {
		folder, err := packed.Files()
		if err != nil {
			return err
		}
		if own, _ := fs.Glob(folder, "charter*.md"); len(own) > 0 {
			charterFiles = folder
		}
		if own, err := fs.Sub(folder, "locales"); err == nil {
			layers = append(layers, own)
		}
		if out.Theme, err = c.theme(folder); err != nil {
			return err
		}
	}
	var err error
	if out.Charters, err = charter.Load(charterFiles); err != nil {
		return err
	}
	if out.Catalog, err = i18n.Load(layers...); err != nil {
		return err
	}
	_, err = out.Catalog.Only(out.Charters.Languages)
	return err
}

// theme reads the operator's style sheet; there need not be one.
func (c *contentFlags) theme(folder fs.FS) ([]byte, error) {
	own, err := fs.ReadFile(folder, "theme.css")
	if err != nil && !os.IsNotExist(err) {
		return nil, fmt.Errorf("--content: %w", err)
	}
	tokens, err := fs.ReadFile(static.Files, "tokens.css")
	if err != nil {
		return nil, err
	}
	return own, theme.Check(tokens, own, filepath.Join(c.Content, "theme.css"))
}
