package content

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/i18n"
	"charte/internal/kit"
	"charte/internal/message"
	"charte/internal/theme"
	"charte/locales"
	"charte/static"
)

// Content is everything that an operator's folder determines, read and checked.
// It does not change once loaded.
type Content struct {
	Charter *charter.Charter
	// Catalog holds the texts of every language that was read; Texts offers those of
	// the charter's languages, in their order.
	Catalog, Texts *i18n.Catalog
	// Theme overrides the built-in colours, fonts and sizes.
	Theme theme.Theme
	// Logo is the operator's logo for the charter page; nil: the name only.
	Logo *theme.Logo
	// Sizes are those that embed --measure stored; nil: not measured.
	Sizes *kit.Sizes
	// Files are the charters and texts in their source form, by name.
	Files []File
	// BuiltIn reports whether no folder is configured, so that the program's own
	// charter is used.
	BuiltIn bool
}

// File is the source of one file of the content.
type File struct{ Name, Text string }

// Source is the place from which a content is read.
type Source struct {
	// BuiltIn contains the program's own charter.
	BuiltIn fs.FS
	// Dir is the operator's folder; empty: the built-in charter is used.
	Dir string
}

// Pack packs the current files of the folder; nil without a folder.
func (s Source) Pack() (Pack, error) {
	if s.Dir == "" {
		return nil, nil
	}
	if info, err := os.Stat(s.Dir); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return nil, message.Errorf("--content %q: no such folder; create it with charter.md in it, or correct the path", s.Dir)
	}
	packed, err := New(os.DirFS(s.Dir))
	if err != nil {
		return nil, message.Errorf("--content %s: %w", s.Dir, err)
	}
	return packed, nil
}

// Read packs and loads the current files of the folder.
func (s Source) Read() (*Content, error) {
	packed, err := s.Pack()
	if err != nil {
		return &Content{}, err
	}
	return s.Load(packed)
}

// Load reads and checks packed files; nil is the built-in content. Built-in texts and
// styles replace those that the folder lacks, but the built-in charter never does.
// The error lists every fault. The content returned with an error contains what could
// be read, for a report: it must not be served, unless all faults are of the reading
// ([charter.Fault]) and it was served before.
func (s Source) Load(packed Pack) (*Content, error) {
	c := &Content{BuiltIn: packed == nil}
	charters, texts := s.BuiltIn, []fs.FS{locales.Files} // a file in a later layer replaces that of an earlier one
	var folder fs.FS
	if packed != nil {
		files, err := packed.Files()
		if err != nil {
			return c, err
		}
		folder, charters = files, files
		if own, err := fs.Sub(folder, "locales"); err == nil {
			texts = append(texts, own)
		}
	}
	return c, errors.Join(c.readFiles(charters, texts), c.read(s.Dir, folder, charters, texts))
}

// read reads what can be read. dir is the folder's name in messages.
func (c *Content) read(dir string, folder, charters fs.FS, texts []fs.FS) error {
	var errTheme, errLogo, errCharter, errTexts, errSizes error
	c.Charter, errCharter = charter.Load(charters)
	c.Catalog, errTexts = i18n.Load(texts...)
	if c.Theme, errTheme = c.readTheme(dir, folder); folder != nil {
		c.Logo, errLogo = theme.ReadLogo(folder, dir)
		c.Sizes, errSizes = readSizes(folder)
	}
	var reading error // the rest is read all the same, for content served before an upgrade
	if faults := (charter.Faults{}); c.Charter != nil && errors.As(errCharter, &faults) && faults.OnlyReading() {
		reading, errCharter = errCharter, nil
	}
	if err := errors.Join(errTheme, errLogo, errCharter, errTexts); err != nil {
		return errors.Join(reading, err)
	}
	c.applySizes()
	var err error
	c.Texts, err = c.Catalog.Only(c.Charter.Languages)
	return errors.Join(reading, err, errSizes, c.checkLogoAlt(dir))
}

// readTheme reads the brand's colour of the charter, and theme.css; both are optional.
// folder is nil for the built-in content.
func (c *Content) readTheme(dir string, folder fs.FS) (theme.Theme, error) {
	from := theme.Source{Name: filepath.Join(dir, "theme.css")}
	if c.Charter != nil && c.Charter.Colour != "" {
		from.Colour, from.Charter, from.Line = c.Charter.Colour, filepath.Join(dir, original), c.Charter.Line("colour")
	}
	var err error
	if folder != nil {
		from.CSS, err = fs.ReadFile(folder, "theme.css")
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return theme.Theme{}, message.Errorf("--content: %w", err)
	}
	tokens, err := fs.ReadFile(static.Files, "tokens.css")
	if err != nil {
		return theme.Theme{}, err
	}
	return theme.Load(tokens, from)
}

// readSizes reads the measured sizes, which are optional.
func readSizes(folder fs.FS) (*kit.Sizes, error) {
	text, err := fs.ReadFile(folder, kit.SizesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, message.Errorf("--content: %w", err)
	}
	sizes, err := kit.ReadSizes(text)
	if err != nil {
		return nil, err
	}
	return &sizes, nil
}

// applySizes replaces the charter's heights with the measured ones.
func (c *Content) applySizes() {
	if c.Sizes == nil {
		return
	}
	c.Charter.Heights = nil
	for _, width := range c.Sizes.Windows() {
		c.Charter.Heights = append(c.Charter.Heights, charter.Height{Width: width, Height: c.Sizes.Heights[width]})
	}
	c.Charter.Handle = charter.Size{Width: c.Sizes.Handle[0], Height: c.Sizes.Handle[1]}
}

// checkLogoAlt reports the languages without a text alternative of the logo (RGAA
// 1.1).
func (c *Content) checkLogoAlt(dir string) error {
	if c.Logo == nil {
		return nil
	}
	var faults []error
	for _, language := range c.Charter.Languages {
		if c.Charter.In(language).LogoAlt == "" {
			faults = append(faults, message.Fault{File: filepath.Join(dir, c.Charter.File(language)),
				Problem: message.Of("has no alternative text for %s", c.Logo.Name), Fix: message.Of("write logo_alt: and the words of the logo in its front matter")})
		}
	}
	return errors.Join(faults...)
}

// readFiles reads the sources of charters and texts; a file in a later layer replaces
// the one of the same name.
func (c *Content) readFiles(charters fs.FS, texts []fs.FS) error {
	all := map[string]string{}
	add := func(fsys fs.FS, pattern, folder string) error {
		names, err := fs.Glob(fsys, pattern)
		for _, name := range names {
			text, errRead := fs.ReadFile(fsys, name)
			all[folder+name], err = string(text), errors.Join(err, errRead)
		}
		return err
	}
	err := add(charters, "charter*.md", "")
	for _, layer := range texts {
		err = errors.Join(err, add(layer, "active.*.toml", "locales/"))
	}
	for name, text := range all {
		c.Files = append(c.Files, File{Name: name, Text: text})
	}
	slices.SortFunc(c.Files, func(a, b File) int { return strings.Compare(a.Name, b.Name) })
	return err
}
