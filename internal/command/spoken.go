package command

import (
	"fmt"
	"slices"
	"strings"

	"charte/internal/message"
	"charte/locales"
)

// spoken is the code of the language that the environment asks for, as POSIX has
// it: "fr" for LANG=fr_FR.UTF-8. Empty: for none in particular.
func spoken(getenv func(string) string) string {
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

// words are those of the report. A program gets English unless the flag asks for
// another: what it reads must not change with the terminal it was started from.
func (c *checkCommand) words() (message.Words, error) {
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		return nil, err
	}
	switch {
	case c.Lang != "" && !slices.Contains(catalog.Languages(), c.Lang):
		return nil, fmt.Errorf("--lang %q: the report can be had in %s", c.Lang, strings.Join(catalog.Languages(), ", "))
	case c.Lang != "":
		return catalog[c.Lang], nil
	case c.Format == "json":
		return catalog[message.English], nil
	}
	return catalog[c.spoken], nil
}
