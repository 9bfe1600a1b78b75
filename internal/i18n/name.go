package i18n

import (
	"cmp"
	"fmt"
	"strings"
	"sync"

	"github.com/BurntSushi/toml"

	"charte/locales"
)

// ownNames returns the sections of locales/languages.toml. It panics if the embedded
// file is not valid.
var ownNames = sync.OnceValue(func() (names struct{ Others, Unicode map[string]string }) {
	if _, err := toml.Decode(locales.Languages, &names); err != nil {
		panic(fmt.Errorf("locales/languages.toml: %w", err))
	}
	return names
})

// ownName returns the name that a language has for itself: "brezhoneg" for "br". It
// returns the code if the name is unknown.
func ownName(code string) string {
	names := ownNames()
	base, _, _ := strings.Cut(code, "-")
	return cmp.Or(names.Others[code], names.Unicode[code], names.Others[base], names.Unicode[base], code)
}
