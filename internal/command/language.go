package command

import (
	"slices"
	"strings"

	"charte/internal/message"
	"charte/locales"
)

// environmentLanguage returns the language code of the environment's locale: "fr" for
// LANG=fr_FR.UTF-8. As in POSIX, the first of LC_ALL, LC_MESSAGES and LANG that is set
// decides. It returns "" if no variable is set.
func environmentLanguage(getenv func(string) string) string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if value := getenv(name); value != "" {
			code, _, _ := strings.Cut(value, ".")
			code, _, _ = strings.Cut(code, "@")
			code, _, _ = strings.Cut(code, "_")
			return strings.ToLower(code)
		}
	}
	return ""
}

// wordsOf returns the sentences in the language of an environment of NAME=value entries,
// and nil, which is English, for a language without translation.
func wordsOf(environ []string) message.Words {
	catalog, err := message.Load(locales.Operator)
	if err != nil { // not reached: the files are embedded and tested
		return nil
	}
	return catalog[environmentLanguage(newEnvironment(environ).get)]
}

// words returns the texts of the report in the language of --lang. Without the flag,
// JSON is in English, so that it does not depend on the locale of a terminal, and text
// is in the language of the environment.
func (c *checkCommand) words() (message.Words, error) {
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Lang != "" && !slices.Contains(catalog.Languages(), c.Lang):
		return nil, message.Errorf("--lang %q: the report is available in %s", c.Lang, strings.Join(catalog.Languages(), ", "))
	case c.Lang != "":
		return catalog[c.Lang], nil
	case c.Format == "json":
		return catalog[message.English], nil
	}
	return catalog[c.language], nil
}
