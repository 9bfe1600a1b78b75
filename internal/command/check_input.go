package command

import (
	"context"
	"errors"
	"io/fs"

	"charte/internal/check"
	"charte/internal/content"
	"charte/internal/pages"
	"charte/locales"
)

// served is a content that is rendered already, so that the self-test of a running
// service answers at once; the zero value is none.
type served struct {
	hash  string // of its pack
	pages *pages.Pages
	// builtIn is the input that compares with the built-in content.
	builtIn check.Input
}

// input does what serve does, and continues where serve would stop. Its error is a
// fault of the program, not of what it reads.
func (c *checkCommand) input(ctx context.Context, now served) (check.Input, error) {
	in := now.builtIn
	if now.pages == nil {
		var err error
		if in, err = builtInOf(c.source()); err != nil {
			return in, err
		}
	}
	in.Unused, in.Elsewhere = c.env.unused(), c.env.elsewhere()
	config, errSettings := c.settings(c.Listen)
	keep, errKeep := c.retention()
	in.Stops = []error{errSettings, errKeep, c.registryFlag.check(), c.adminFlags.check(), c.keepFlags.check(), c.addresses()}
	if err := c.readContent(&in, now); err != nil {
		return in, err
	}
	if errors.Join(errSettings, errKeep) == nil {
		in.Settings = c.settingsOf(config, keep)
	}
	return in, nil
}

// readContent reads charter, texts and theme. A folder that cannot be read leaves
// nothing to check.
func (c *checkCommand) readContent(in *check.Input, now served) error {
	packed, err := c.source().Pack()
	if err != nil {
		in.Stops = append(in.Stops, err)
		return nil
	}
	if now.pages != nil && packed.Hash() == now.hash {
		return errors.Join(describeSizes(in, now.pages), describe(in, now.pages.Content()))
	}
	read, stop := c.source().Load(packed)
	in.Stops = append(in.Stops, stop)
	if stop == nil {
		shown, err := preview(read)
		if err == nil {
			err = describeSizes(in, shown)
		}
		if err != nil {
			return err
		}
	}
	return describe(in, read)
}

// describe fills in what rules look at in a content, as far as it could be read.
func describe(in *check.Input, read *content.Content) error {
	in.Shipped, in.Charter = read.BuiltIn, read.Charter
	for _, f := range read.Files {
		in.Files = append(in.Files, check.File(f))
	}
	if read.Catalog != nil {
		in.Texts, in.Lacks = map[string][]string{}, map[string][]string{}
		for _, code := range read.Catalog.Languages() {
			in.Texts[code], in.Lacks[code] = read.Catalog.IDs(code), read.Catalog.Lacks(code)
		}
	}
	model, err := fs.ReadFile(locales.Files, "active."+locales.Original+".toml")
	in.Model = check.File{Name: "active." + locales.Original + ".toml", Text: string(model)}
	return err
}

// describeSizes fills in what the frames show, and what they showed when they were
// measured.
func describeSizes(in *check.Input, shown *pages.Pages) error {
	if sizes := shown.Content().Sizes; sizes != nil {
		in.Measured, in.MeasuredOn = sizes.Shown, sizes.Measured
	}
	var err error
	in.Shown, err = shown.Fingerprint()
	return err
}

// builtInOf returns an input with what the operator's content is compared with.
func builtInOf(from content.Source) (in check.Input, err error) {
	from.Dir = ""
	built, err := from.Read()
	if err != nil {
		return in, err
	}
	shown, err := preview(built)
	if err != nil {
		return in, err
	}
	in.BuiltIn, in.BuiltInHeights = built.Catalog.IDs(locales.Original), built.Charter.Heights
	in.BuiltInShown, err = shown.Fingerprint()
	return in, err
}
