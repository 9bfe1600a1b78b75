package message

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
)

// English is the language that every sentence is written in.
const English = "en"

// Catalog has the [Words] of each language but English, by the language's code.
// The words of English, and of a language that it does not have, are nil.
type Catalog map[string]Words

// Load reads every operator.xx.toml of files, where xx is the code of the
// language. It fails if a file cannot be read or has a sentence twice.
func Load(files fs.FS) (Catalog, error) {
	names, err := fs.Glob(files, "operator.*.toml")
	if err != nil {
		return nil, err
	}
	c := Catalog{}
	for _, name := range names {
		words := Words{}
		if _, err := toml.DecodeFS(files, name, &words); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		c[strings.TrimSuffix(strings.TrimPrefix(name, "operator."), ".toml")] = words
	}
	return c, nil
}

// Languages returns the codes of the languages that messages exist in, English
// first.
func (c Catalog) Languages() []string {
	return append([]string{English}, slices.Sorted(maps.Keys(c))...)
}

// Nearest returns code if messages exist in that language, else English.
func (c Catalog) Nearest(code string) string {
	if _, found := c[code]; found {
		return code
	}
	return English
}
