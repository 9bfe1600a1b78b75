package command

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/content"
	"charte/internal/embed"
	"charte/internal/i18n"
	"charte/internal/phrase"
	"charte/internal/theme"
	"charte/locales"
	"charte/static"
)

// content reads the charter, the texts and the theme: from --content where it is
// given, else the built-in ones. Texts and styles that the folder lacks are built in;
// a charter never is.
func (c *contentFlags) content(out *handlers.Config) error {
	packed, err := c.pack()
	if err != nil {
		return err
	}
	from, err := c.sources(packed)
	if err != nil {
		return err
	}
	return from.read(out)
}

// pack takes the folder's files as they are now; none without --content.
func (c *contentFlags) pack() (content.Pack, error) {
	if c.Content == "" {
		return nil, nil
	}
	if info, err := os.Stat(c.Content); errors.Is(err, fs.ErrNotExist) || err == nil && !info.IsDir() {
		return nil, phrase.Errorf("--content %q: no such folder", c.Content)
	}
	packed, err := content.New(os.DirFS(c.Content))
	if err != nil {
		return nil, phrase.Errorf("--content %s: %w", c.Content, err)
	}
	return packed, nil
}

// sources are where charter, texts and theme are read from.
type sources struct {
	charters fs.FS
	texts    []fs.FS // a file in a later one replaces that of an earlier one
	folder   fs.FS   // the operator's; nil without --content
	name     string  // of the folder
}

func (c *contentFlags) sources(packed content.Pack) (sources, error) {
	s := sources{charters: c.shipped, texts: []fs.FS{locales.Files}, name: c.Content}
	if packed == nil {
		return s, nil
	}
	folder, err := packed.Files()
	if err != nil {
		return s, err
	}
	s.folder, s.charters = folder, folder
	if own, err := fs.Sub(folder, "locales"); err == nil {
		s.texts = append(s.texts, own)
	}
	return s, nil
}

// read fills in what can be read, and tells all that cannot at once.
func (s sources) read(out *handlers.Config) error {
	out.Static = static.Files
	var errTheme, errLogo, errCharter, errTexts error
	out.Theme, errTheme = s.theme()
	out.Logo, errLogo = s.logo()
	out.Charters, errCharter = charter.Load(s.charters)
	out.Catalog, errTexts = i18n.Load(s.texts...)
	if err := errors.Join(errTheme, errLogo, errCharter, errTexts); err != nil {
		return err
	}
	_, err := out.Catalog.Only(out.Charters.Languages)
	_, errSizes := s.sizes(out.Charters)
	return errors.Join(err, errSizes, s.logoWords(out))
}

// sizes gives the charter the sizes that were measured, where there are some, and
// returns them.
func (s sources) sizes(set *charter.Charter) (*embed.Sizes, error) {
	if s.folder == nil {
		return nil, nil
	}
	content, err := fs.ReadFile(s.folder, embed.SizesFile)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, phrase.Errorf("--content: %w", err)
	}
	sizes, err := embed.ReadSizes(content)
	if err != nil {
		return nil, err
	}
	set.Heights = nil
	for _, width := range sizes.Windows() {
		set.Heights = append(set.Heights, charter.Height{Width: width, Height: sizes.Heights[width]})
	}
	set.Handle = charter.Size{Width: sizes.Handle[0], Height: sizes.Handle[1]}
	return &sizes, nil
}

// theme reads the operator's style sheet; there need not be one.
func (s sources) theme() ([]byte, error) {
	if s.folder == nil {
		return nil, nil
	}
	own, err := fs.ReadFile(s.folder, "theme.css")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, phrase.Errorf("--content: %w", err)
	}
	tokens, err := fs.ReadFile(static.Files, "tokens.css")
	if err != nil {
		return nil, err
	}
	return own, theme.Check(tokens, own, filepath.Join(s.name, "theme.css"))
}
