package i18n

import (
	"slices"
	"strconv"
	"time"

	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"charte/locales"
)

// Words says texts in one language.
type Words struct {
	code      string
	name      string
	localizer *goi18n.Localizer
	printer   *message.Printer
}

// Words returns the texts of a language; what it lacks is said in the original.
func (c *Catalog) Words(code string) *Words {
	w := &Words{
		code:      code,
		name:      code,
		localizer: goi18n.NewLocalizer(c.bundle, code, locales.Original),
		printer:   message.NewPrinter(language.Make(code)),
	}
	if slices.Contains(c.ids[code], ownName) {
		w.name = w.Say(ownName) // the original's would be another language's name
	}
	return w
}

// ownName is the text that names the language that it is written in.
const ownName = "language_name"

// Data fills the places of a text: {{.Name}}.
type Data map[string]any

// Lang is the language's code, for the lang attribute.
func (w *Words) Lang() string { return w.code }

// Dir is "rtl" for languages written from right to left, else "ltr".
func (w *Words) Dir() string {
	script, _ := language.Make(w.code).Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm":
		return "rtl"
	}
	return "ltr"
}

// Say returns a text. It always returns something to show: Localize gives the
// text it found beside its error, and an id that nobody knows shows as itself,
// which a test over all ids used by the pages keeps from happening.
func (w *Words) Say(id string, data ...Data) string {
	return w.localize(&goi18n.LocalizeConfig{MessageID: id, TemplateData: merge(data)}, id)
}

// Count returns a text that depends on a number, which it may name as {{.Count}}.
func (w *Words) Count(id string, n int, data ...Data) string {
	all := merge(data)
	all["Count"] = w.Number(n)
	return w.localize(&goi18n.LocalizeConfig{MessageID: id, PluralCount: n, TemplateData: all}, id)
}

func (w *Words) localize(config *goi18n.LocalizeConfig, id string) string {
	text, _ := w.localizer.Localize(config)
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

// Number writes a whole number as the language does: 1 234 or 1,234.
func (w *Words) Number(n int) string { return w.printer.Sprintf("%d", n) }

// Decimal writes a number with one digit behind the language's decimal sign: 1,2 or
// 1.2.
func (w *Words) Decimal(x float64) string { return w.printer.Sprintf("%.1f", x) }

// Date writes a day in the language's long form, from the texts date,
// date_first (the first of a month: "1er" in French) and month_1 to month_12.
func (w *Words) Date(t time.Time) string {
	t = t.UTC()
	id := "date"
	if t.Day() == 1 {
		id = "date_first"
	}
	return w.Say(id, Data{
		"Day":   t.Day(),
		"Month": w.Say("month_" + strconv.Itoa(int(t.Month()))),
		"Year":  t.Year(),
	})
}

// Name is the language's own name, as its speakers write it; its code where its
// texts do not say.
func (w *Words) Name() string {
	return w.name
}
