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

// servedContent is the rendered content of a running service, which its self-test
// reuses. The zero value means that no service runs.
type servedContent struct {
	hash  string // of its pack
	pages *pages.Pages
	// builtIn is the input with what the built-in content contributes.
	builtIn check.Input
}

// input reads everything that serve reads. Where serve would stop, it records the error
// in Stops and continues. An error that it returns is a defect of the program.
func (c *checkCommand) input(ctx context.Context, now servedContent) (check.Input, error) {
	in := now.builtIn
	if now.pages == nil {
		var err error
		if in, err = builtInInput(c.source()); err != nil {
			return in, err
		}
	}
	in.Unused, in.Elsewhere = c.env.unused(), c.env.elsewhere()
	config, errSettings := c.settings(c.Listen)
	retention, errRetention := c.retention()
	in.Stops = []error{errSettings, errRetention, c.registryFlag.check(), c.adminFlags.check(), c.recordFlags.check(), c.addresses()}
	if err := c.readContent(&in, now); err != nil {
		return in, err
	}
	if errors.Join(errSettings, errRetention) == nil {
		in.Settings = c.settingsOf(config, retention)
	}
	return in, nil
}

// readContent reads charter, texts and theme. If the folder cannot be read, it records
// that error and leaves the rest of in empty.
func (c *checkCommand) readContent(in *check.Input, now servedContent) error {
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
		rendered, err := preview(read)
		if err == nil {
			err = describeSizes(in, rendered)
		}
		if err != nil {
			return err
		}
	}
	return describe(in, read)
}

// describe copies from a content, as far as it could be read, what the rules check.
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

// describeSizes sets the fingerprint of the frames as they are now, and the one stored
// when they were measured.
func describeSizes(in *check.Input, rendered *pages.Pages) error {
	if sizes := rendered.Content().Sizes; sizes != nil {
		in.Measured, in.MeasuredOn = sizes.Shown, sizes.Measured
	}
	var err error
	in.Shown, err = rendered.Fingerprint()
	return err
}

// builtInInput returns an input with the properties of the built-in content, with which
// rules compare the operator's.
func builtInInput(from content.Source) (in check.Input, err error) {
	from.Dir = ""
	built, err := from.Read()
	if err != nil {
		return in, err
	}
	rendered, err := preview(built)
	if err != nil {
		return in, err
	}
	in.BuiltIn, in.BuiltInHeights = built.Catalog.IDs(locales.Original), built.Charter.Heights
	in.BuiltInShown, err = rendered.Fingerprint()
	return in, err
}
