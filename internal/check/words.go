package check

import (
	"embed"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"github.com/BurntSushi/toml"

	"charte/internal/phrase"
)

// folders hold the words, one for each language but English.
//
//go:embed words
var folders embed.FS

// English is the language in which everything is first said.
const English = "en"

// Languages lists the codes of the languages that a report can be written in.
func Languages() []string { return []string{English, "fr"} }

// Nearest is the language of the report for somebody who speaks another, or none
// that is known: their own where it is there, else English.
func Nearest(code string) string {
	if slices.Contains(Languages(), code) {
		return code
	}
	return English
}

// Words are what a report in one of the [Languages] needs.
func Words(language string) (phrase.Words, error) {
	if language == English {
		return nil, nil
	}
	names, err := fs.Glob(folders, path.Join("words", language, "*.toml"))
	if err != nil {
		return nil, err
	}
	all := phrase.Words{}
	for _, name := range names {
		if _, err := toml.DecodeFS(folders, name, &all); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return all, nil
}
