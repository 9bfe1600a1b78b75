package command

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"charte/handlers"
	"charte/internal/check"
	"charte/internal/i18n"
	"charte/locales"
)

// builtIn is what the operator's content is compared with.
func (c *checkCommand) builtIn(ctx context.Context) (check.Input, error) {
	var built handlers.Config
	errContent := (&contentFlags{shipped: c.shipped}).content(&built)
	model, errModel := fs.ReadFile(locales.Files, "active."+i18n.Original+".toml")
	if err := errors.Join(errContent, errModel); err != nil {
		return check.Input{}, err
	}
	shown, err := shownBy(ctx, built)
	return check.Input{
		BuiltIn: built.Catalog.IDs(i18n.Original), BuiltInShown: shown, BuiltInHeights: built.Charters.Heights,
		Model: check.File{Name: "active." + i18n.Original + ".toml", Text: string(model)},
	}, err
}

// files are the charters and texts as written; a file in a later layer replaces
// the one of the same name.
func (s sources) files() ([]check.File, error) {
	all := map[string]string{}
	add := func(fsys fs.FS, pattern, folder string) error {
		names, err := fs.Glob(fsys, pattern)
		for _, name := range names {
			text, errRead := fs.ReadFile(fsys, name)
			all[folder+name], err = string(text), errors.Join(err, errRead)
		}
		return err
	}
	err := add(s.charters, "charter*.md", "")
	for _, layer := range s.texts {
		err = errors.Join(err, add(layer, "active.*.toml", "locales/"))
	}
	var files []check.File
	for name, text := range all {
		files = append(files, check.File{Name: name, Text: text})
	}
	slices.SortFunc(files, func(a, b check.File) int { return strings.Compare(a.Name, b.Name) })
	return files, err
}
