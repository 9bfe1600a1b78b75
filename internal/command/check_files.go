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
	if err := (&contentFlags{shipped: c.shipped}).content(&built); err != nil {
		return check.Input{}, err
	}
	shown, err := shownBy(ctx, built)
	return check.Input{BuiltIn: built.Catalog.IDs(i18n.Original), BuiltInShown: shown, BuiltInHeights: built.Charters.Heights}, err
}

// describe fills in what rules look at in the files, as far as they could be read.
func (s sources) describe(in *check.Input, read handlers.Config) error {
	in.Shipped, in.Charter = s.folder == nil, read.Charters
	if read.Catalog != nil {
		in.Texts, in.Lacks = map[string][]string{}, map[string][]string{}
		for _, code := range read.Catalog.Languages() {
			in.Texts[code], in.Lacks[code] = read.Catalog.IDs(code), read.Catalog.Lacks(code)
		}
	}
	model, errModel := fs.ReadFile(locales.Files, "active."+i18n.Original+".toml")
	in.Model = check.File{Name: "active." + i18n.Original + ".toml", Text: string(model)}
	var err error
	in.Files, err = s.files()
	return errors.Join(err, errModel)
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
