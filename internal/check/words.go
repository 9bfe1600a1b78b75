package check

import (
	"embed"
	"fmt"
	"io/fs"
	"path"

	"github.com/BurntSushi/toml"

	"charte/internal/phrase"
)

// languages are those that the report can be written in: English, in which
// everything is first said, and those with a folder of words.
//
//go:embed words
var languages embed.FS

// English is the language in which everything is first said.
const English = "en"

// Languages lists the codes of the languages that a report can be written in.
func Languages() ([]string, error) {
	codes := []string{English}
	folders, err := languages.ReadDir("words")
	for _, f := range folders {
		codes = append(codes, f.Name())
	}
	return codes, err
}

// Words are what a report in a language needs. It is an error if there are none.
func Words(language string) (phrase.Words, error) {
	if language == English {
		return nil, nil
	}
	names, err := fs.Glob(languages, path.Join("words", language, "*.toml"))
	if err != nil {
		return nil, err
	}
	all := phrase.Words{}
	for _, name := range names {
		if _, err := toml.DecodeFS(languages, name, &all); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}
