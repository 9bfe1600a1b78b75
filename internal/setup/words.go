package setup

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"text/template"

	"github.com/BurntSushi/toml"

	"charte/internal/audit"
	"charte/internal/message"
	"charte/locales"
)

//go:embed words.toml
var wordsText string

// words are the texts of new charters in one language; see words.toml.
type words struct {
	Title, Intro, What, Cookie, Use, Criteria string
	Head                                      []string
	UnknownUse                                string `toml:"unknown_use"`
	UnknownDuration                           string `toml:"unknown_duration"`
	Texts                                     string
	Kinds                                     map[string]kind
	Places, Uses, Units                       map[string]string

	code     string
	operator message.Words // French, for the purposes of known tools
}

// kind is what one kind of tools is for.
type kind struct{ Title, Short, Text, Without string }

// loaded reads words.toml once; an error is a defect of the program.
var loaded = sync.OnceValue(func() map[string]*words {
	all := map[string]*words{}
	if _, err := toml.Decode(wordsText, &all); err != nil {
		panic(fmt.Sprintf("internal/setup/words.toml: %v", err))
	}
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		panic(err)
	}
	for code, w := range all {
		w.code, w.operator = code, catalog[code]
	}
	return all
})

// Languages returns the codes of the languages in which charters can be written.
func Languages() []string {
	codes := []string{"fr", "en"}
	for code := range loaded() {
		if !slices.Contains(codes, code) {
			codes = append(codes, code)
		}
	}
	slices.Sort(codes[2:])
	return codes
}

// use translates the purpose of a known tracker.
func (w *words) use(english string) string {
	if found := w.Uses[english]; found != "" {
		return found
	}
	return w.operator.Say(message.Plain(english))
}

// duration translates the default lifetime of a known tracker; empty if it is not known.
func (w *words) duration(t audit.KnownTracker) string {
	count, unit, counted := strings.Cut(t.Lasts, " ")
	if !counted {
		count, unit = "", t.Lasts
	}
	if found := w.Units[unit]; found != "" {
		return strings.TrimSpace(count + " " + found)
	}
	return w.operator.Say(t.Lifetime())
}

// fill executes a text of words.toml.
func fill(text string, data any) string {
	var b strings.Builder
	if err := template.Must(template.New("").Parse(text)).Execute(&b, data); err != nil {
		panic(err) // the texts are tested
	}
	return b.String()
}
