package command

import (
	"crypto/rand"
	"io/fs"

	"charte/internal/content"
	"charte/internal/pages"
)

// contentFlags is the flag of the commands that read the charter, texts and theme.
type contentFlags struct {
	Content string `placeholder:"DIR" help:"Folder with charter.md (required) and its translations; optionally locales/, theme.css and a logo, which replace the built-in ones."`
	// builtIn holds the charter embedded in the program.
	builtIn fs.FS
}

func (c *contentFlags) setBuiltIn(charters fs.FS) { c.builtIn = charters }

// source returns the folder of the flag, with the built-in content as the fallback.
func (c *contentFlags) source() content.Source {
	return content.Source{BuiltIn: c.builtIn, Dir: c.Content}
}

// preview renders the pages of a content for a command that does not serve them: with
// a handle, and without a host.
func preview(from *content.Content) (*pages.Pages, error) {
	return pages.New(from, pages.Site{Handle: true, Random: rand.Reader})
}
