package i18n

import (
	"slices"
	"strings"

	"golang.org/x/text/language"
)

// maxAcceptLanguage limits how much of the header is parsed, in bytes.
const maxAcceptLanguage = 512

// Negotiate returns the language of an answer: the first available one of the
// requested languages ("fr", "fr-fr", "en-gb": the values that the portal sends),
// else the best match of the Accept-Language header, else the original. Requested
// languages are untrusted; empty and unknown ones are ignored.
func (c *Catalog) Negotiate(acceptLanguage string, wishes ...string) string {
	for _, wish := range wishes {
		if code, ok := c.have(wish); ok {
			return code
		}
	}
	if len(acceptLanguage) > maxAcceptLanguage {
		return c.languages[0]
	}
	tags, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil || len(tags) == 0 {
		return c.languages[0]
	}
	_, index, confidence := c.matcher.Match(tags...)
	if confidence == language.No {
		return c.languages[0]
	}
	return c.languages[index]
}

// have finds a language by its code, or by the code without its region.
func (c *Catalog) have(wish string) (string, bool) {
	wish = strings.ToLower(strings.ReplaceAll(wish, "_", "-"))
	base, _, _ := strings.Cut(wish, "-")
	for _, candidate := range []string{wish, base} {
		i := slices.IndexFunc(c.languages, func(code string) bool { return strings.EqualFold(code, candidate) })
		if i >= 0 {
			return c.languages[i], true
		}
	}
	return "", false
}
