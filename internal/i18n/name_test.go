package i18n_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/text/language/display"

	"charte/internal/i18n"
	"charte/locales"
)

var update = flag.Bool("update", false, "write the names of languages into locales/languages.toml")

const marker = "[unicode]\n"

// The names in locales/languages.toml are those of the Unicode data in golang.org/x/text.
// The program does not import that package, whose tables of all names in all languages
// are 2 MB.
func TestOwnNamesAreThoseOfUnicode(t *testing.T) {
	t.Parallel()
	var lines []string
	for _, tag := range display.Supported.Tags() {
		if name := display.Self.Name(tag); name != "" {
			lines = append(lines, fmt.Sprintf("%s = %q\n", tag, name))
		}
	}
	slices.Sort(lines)
	before, got, _ := strings.Cut(locales.Languages, marker)
	want := strings.Join(slices.Compact(lines), "")
	if *update {
		if err := os.WriteFile("../../locales/languages.toml", []byte(before+marker+want), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != want {
		t.Error("locales/languages.toml differs from the Unicode data; run go test ./internal/i18n -update")
	}
}

// A language without a text language_name is shown by its own name, not by its code.
func TestEveryLanguageIsShownByItsOwnName(t *testing.T) {
	t.Parallel()
	own := fstest.MapFS{}
	names := map[string]string{
		"br": "brezhoneg", "oc": "occitan", "co": "corsu", "eu": "euskara", "ca": "català", "gsw-FR": "Elsässisch", "ar": "العربية",
		"it": "italiano", "nl": "Nederlands", "pt-BR": "português", "rcf": "kréol rényoné", "de": "Deutsch", "es": "español", "tlh": "tlh",
	}
	for code := range names {
		own["active."+code+".toml"] = &fstest.MapFile{Data: []byte("skip = \"x\"\n")}
	}
	catalog, err := i18n.Load(locales.Files, own)
	if err != nil {
		t.Fatal(err)
	}
	for code, want := range names {
		if catalog.Words(code).Say("skip") != "x" {
			t.Errorf("%s does not have its own text", code)
		}
		if got := catalog.Words(code).Name(); got != want {
			t.Errorf("%s is shown as %q, want %q", code, got, want)
		}
	}
}
