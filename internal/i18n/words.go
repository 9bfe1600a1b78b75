package i18n

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Words are the texts of one language.
type Words struct {
	code    string
	name    string
	own     []string          // ids of the texts that exist in the language, sorted
	texts   *goi18n.Localizer // for the ids in own
	others  *goi18n.Localizer // for other ids
	printer *message.Printer
	zero    rune // the digit 0
}

// Words returns the texts of a language, which may be one without any. A missing text
// is replaced by the French one if the charter's original is French, otherwise by the
// English one.
func (c *Catalog) Words(code string) *Words {
	w := &Words{
		code:    code,
		own:     c.ids[code],
		others:  c.bundles[c.fallback()].localizer(),
		printer: message.NewPrinter(language.Make(code)),
	}
	w.zero, _ = utf8.DecodeRuneInString(w.printer.Sprintf("%d", 0))
	if own, found := c.bundles[code]; found {
		w.texts = own.localizer()
	}
	if w.name = ownName(code); w.has("language_name") {
		w.name = w.Say("language_name")
	}
	return w
}

// has reports whether the language has a text of its own.
func (w *Words) has(id string) bool {
	_, found := slices.BinarySearch(w.own, id)
	return found
}

// Data are the values for the placeholders of a text: {{.Name}}.
type Data map[string]any

// Lang returns the language's code, for the lang attribute.
func (w *Words) Lang() string { return w.code }

// Dir returns "rtl" for languages written from right to left, else "ltr".
func (w *Words) Dir() string {
	script, _ := language.Make(w.code).Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}

// Say returns the text of an id. If the language lacks the text, it returns that of
// another language, see [Catalog.Words]; for an unknown id it returns the id. Tests check
// that all ids used by the pages exist.
func (w *Words) Say(id string, data ...Data) string {
	return w.localize(&goi18n.LocalizeConfig{MessageID: id, TemplateData: merge(data)}, id)
}

// Count returns a text in the plural form for n. It may contain {{.Count}}.
func (w *Words) Count(id string, n int, data ...Data) string {
	all := merge(data)
	all["Count"] = w.Number(n)
	return w.localize(&goi18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: all}, id)
}

func (w *Words) localize(config *goi18n.LocalizeConfig, id string) string {
	texts := w.texts
	if !w.has(id) {
		texts = w.others
	}
	text, _ := texts.Localize(config)
	if text == "" {
		return id
	}
	return text
}

func merge(data []Data) Data {
	all := Data{}
	for _, d := range data {
		for k, v := range d {
			all[k] = v
		}
	}
	return all
}

// Number formats an integer in the language: 1 234 or 1,234.
func (w *Words) Number(n int) string { return w.printer.Sprintf("%d", n) }

// Decimal formats a number with one decimal in the language: 1,2 or 1.2.
func (w *Words) Decimal(x float64) string { return w.printer.Sprintf("%.1f", x) }

// Date formats a day in the language's long form, from the texts date, date_first
// (the first of a month: "1er" in French) and month_1 to month_12.
func (w *Words) Date(t time.Time) string {
	t = t.UTC()
	id := "date"
	if t.Day() == 1 {
		id = "date_first"
	}
	return w.Say(id, Data{
		"Day":   w.plain(t.Day()),
		"Month": w.Say("month_" + strconv.Itoa(int(t.Month()))),
		"Year":  w.plain(t.Year()),
	})
}

// plain formats an integer in the digits of the language, without separators.
func (w *Words) plain(n int) string {
	text := strconv.Itoa(n)
	if w.zero == '0' {
		return text
	}
	return strings.Map(func(digit rune) rune { return digit - '0' + w.zero }, text)
}

// Name returns the name that the language has for itself, or its code if it is unknown.
func (w *Words) Name() string { return w.name }
