package csv

import (
	"maps"
	"slices"
	"sync"

	"github.com/BurntSushi/toml"

	"charte/locales"
)

// stable is the locale of the zero Format.
const stable = "en"

var named = sync.OnceValues(func() (all map[string]map[string]string, err error) {
	_, err = toml.Decode(locales.CSV, &all)
	return all, err
})

// Locales returns the codes of the languages in which CSV can be written.
func Locales() ([]string, error) {
	all, err := named()
	return append([]string{stable}, slices.Sorted(maps.Keys(all))...), err
}

// In returns the format for a spreadsheet in a language; the stable one for a language
// without column names.
func In(language string) (Format, error) {
	all, err := named()
	return Format{names: all[language]}, err
}
