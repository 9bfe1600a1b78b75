package command

import (
	"slices"
	"strings"

	"charte/internal/csv"
	"charte/internal/message"
)

// localeFlag is the flag of the commands that write CSV.
type localeFlag struct {
	Locale   string `placeholder:"CODE" help:"How CSV is written: fr, for a French spreadsheet (semicolons, decimal commas, French names of columns), or en, the stable format for programs. Default: that of the environment (LC_ALL, LC_MESSAGES, LANG), else en."`
	language string // of the environment
}

// setEnvironment stores the environment's language.
func (f *localeFlag) setEnvironment(env *environment) { f.language = environmentLanguage(env.get) }

// sheets returns the format of CSV files.
func (f localeFlag) sheets() (csv.Format, error) {
	known, err := csv.Locales()
	switch {
	case err != nil:
		return csv.Format{}, err
	case f.Locale == "":
		return csv.In(f.language)
	case !slices.Contains(known, f.Locale):
		return csv.Format{}, message.Errorf("--locale %q: CSV can be written for %s", f.Locale, strings.Join(known, ", "))
	}
	return csv.In(f.Locale)
}
