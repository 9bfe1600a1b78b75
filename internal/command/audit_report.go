package command

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"charte/internal/content"
	"charte/internal/i18n"
	"charte/internal/message"
	"charte/static"
)

// reportFlags are the flags for language, format and files of a report.
type reportFlags struct {
	contentFlags
	Lang   string   `placeholder:"CODE" help:"Language of the report; it need not be one of the charter's. Default: the charter's first."`
	Format string   `default:"text" enum:"text,json,html" help:"Format of the output: text for a person, json for a program, html to archive."`
	Out    []string `sep:"none" placeholder:"FILE" help:"Additional file to write; its extension, .html, .json or .txt, sets its format. Repeat for several. It must not exist yet."`
}

// prepare reads the charter and checks language and files, so that an audit of an hour
// does not fail at the end because its report cannot be written.
func (c *reportFlags) prepare() (*content.Content, *i18n.Words, error) {
	read, err := c.source().Read()
	if err != nil {
		return nil, nil, err
	}
	languages := read.Catalog.OperatorLanguages(read.Catalog.Languages())
	language := c.Lang
	if language == "" {
		language = read.Catalog.OperatorLanguages(read.Charter.Languages)[0]
	}
	if !slices.Contains(languages, language) {
		return nil, nil, message.Errorf("--lang %q: reports exist in %s", c.Lang, strings.Join(languages, ", "))
	}
	for _, name := range c.Out {
		if formatOf(name) == "" {
			return nil, nil, message.Errorf("--out %q: the name must end with .html, .json or .txt", name)
		}
		if _, err := os.Stat(name); err == nil {
			return nil, nil, message.Errorf("--out %q: the file exists; name another", name)
		}
	}
	return read, read.Catalog.Words(language), nil
}

// formatOf returns the format for the extension of a file name, "" if it is unknown.
func formatOf(name string) string {
	switch filepath.Ext(name) {
	case ".html":
		return "html"
	case ".json":
		return "json"
	case ".txt":
		return "text"
	}
	return ""
}

// rendering is a report in each of its formats.
type rendering struct {
	json, text func(io.Writer) error
	html       templ.Component
}

// write prints the report in the format of --format and writes the files of --out.
func (c *reportFlags) write(stdout io.Writer, w rendering) error {
	as := func(format string) func(io.Writer) error {
		switch format {
		case "json":
			return w.json
		case "html":
			return func(to io.Writer) error { return w.html.Render(context.Background(), to) }
		}
		return w.text
	}
	errs := []error{as(c.Format)(stdout)}
	for _, name := range c.Out {
		errs = append(errs, writeFile(name, nil, as(formatOf(name))))
	}
	return errors.Join(errs...)
}

// reportCSS returns the style sheets to embed in an HTML report, so that the file needs
// no other.
func reportCSS(theme []byte) (string, error) {
	var all []byte
	for _, name := range []string{"tokens.css", "charte.css", "audit.css"} {
		css, err := fs.ReadFile(static.Files, name)
		if err != nil {
			return "", err
		}
		all = append(all, css...)
	}
	return string(append(all, theme...)), nil
}
