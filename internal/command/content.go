package command

import (
	"crypto/rand"
	"io/fs"

	"charte/internal/content"
	"charte/internal/pages"
)

// contentFlags name the folder with the charter, the texts and the theme.
type contentFlags struct {
	Content string `placeholder:"DIR" help:"Folder with charter.md and its translations, and, to replace the built-in ones, locales/, theme.css and a logo. It must hold a charter.md."`
	// shipped holds the charter that the program ships.
	shipped fs.FS
}

func (c *contentFlags) ship(charters fs.FS) { c.shipped = charters }

// source returns where the content is read from.
func (c *contentFlags) source() content.Source {
	return content.Source{BuiltIn: c.shipped, Dir: c.Content}
}

// preview returns the pages of a content for a command that serves nobody: of no
// particular host, with a handle.
func preview(from *content.Content) (*pages.Pages, error) {
	return pages.New(from, pages.Site{Handle: true, Random: rand.Reader})
}
