package i18n

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"
	goi18n "github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"charte/internal/message"
	"charte/locales"
)

// Catalog holds the interface's texts in all languages. It is immutable after Load.
type Catalog struct {
	bundles   map[string]bundle   // language -> its texts
	languages []string            // the original first
	ids       map[string][]string // language -> message ids, sorted
	lacks     map[string][]string // language -> visitors' ids that only an earlier layer has, sorted
	operators []string            // ids of the texts that only operators see, sorted
	matcher   language.Matcher
}

// bundle holds the texts of one language. tag is the language whose plural rule they
// follow.
type bundle struct {
	*goi18n.Bundle
	tag language.Tag
}

// newBundle returns an empty bundle. A language without a plural rule in go-i18n, such as
// Corsican, has that of English: "one" for 1, else "other".
func newBundle(tag language.Tag) bundle {
	b := bundle{goi18n.NewBundle(tag), tag}
	if b.AddMessages(tag) != nil {
		return newBundle(language.English)
	}
	return b
}

func (b bundle) localizer() *goi18n.Localizer { return goi18n.NewLocalizer(b.Bundle, b.tag.String()) }

// The files of texts, named active.xx.toml and operator-pages.xx.toml.
const (
	visitorFiles  = "active."
	operatorFiles = "operator-pages."
)

// Load reads every active.xx.toml and operator-pages.xx.toml of the layers. A text in a
// later layer replaces the same text of an earlier one, so an operator's file needs only
// the texts that differ, and texts new in a release are present.
func Load(layers ...fs.FS) (*Catalog, error) {
	c := &Catalog{bundles: map[string]bundle{}, ids: map[string][]string{}, lacks: map[string][]string{}}
	for _, layer := range layers {
		for _, kind := range []string{operatorFiles, visitorFiles} {
			if err := c.addFiles(layer, kind); err != nil {
				return nil, err
			}
		}
	}
	if c.ids[locales.Original] == nil {
		return nil, message.Fault{File: "active." + locales.Original + ".toml", Problem: message.Of("is missing: every text must exist in the original language")}
	}
	c.sortLanguages()
	return c, nil
}

// addFiles adds the files of one kind.
func (c *Catalog) addFiles(layer fs.FS, kind string) error {
	names, err := fs.Glob(layer, kind+"*.toml")
	if err != nil {
		return err
	}
	for _, name := range names {
		content, err := fs.ReadFile(layer, name)
		if err != nil {
			return fmt.Errorf("read the texts %s: %w", name, err)
		}
		if err := c.add(kind, name, content); err != nil {
			return err
		}
	}
	return nil
}

func (c *Catalog) add(kind, name string, content []byte) error {
	parsed, err := goi18n.ParseMessageFileBytes(content, path.Base(name), map[string]goi18n.UnmarshalFunc{"toml": toml.Unmarshal})
	if err != nil {
		return message.Fault{File: name, Problem: message.OfError(err)}
	}
	code := strings.TrimSuffix(strings.TrimPrefix(name, kind), ".toml")
	if parsed.Tag.String() != code {
		return message.Fault{File: name, Problem: message.Of("%q is not a language code; write it as %q", code, parsed.Tag)}
	}
	if _, found := c.bundles[code]; !found {
		c.bundles[code] = newBundle(parsed.Tag)
	}
	if err := c.bundles[code].AddMessages(c.bundles[code].tag, parsed.Messages...); err != nil {
		return message.Fault{File: name, Problem: message.OfError(err)}
	}
	ids := make([]string, 0, len(parsed.Messages))
	for _, message := range parsed.Messages {
		ids = append(ids, message.ID)
	}
	slices.Sort(ids)
	if kind == operatorFiles {
		c.operators = union(c.operators, ids)
	} else {
		c.lacks[code] = nil // a file without any text, such as that of charte init, replaces none
		if len(ids) > 0 {
			c.lacks[code] = without(c.IDs(code), ids)
		}
	}
	c.ids[code] = union(c.ids[code], ids)
	return nil
}

// union returns the ids of both lists, sorted, each once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// without returns the ids that are not in others, which must be sorted.
func without(ids, others []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		_, found := slices.BinarySearch(others, id)
		return found
	})
}

func (c *Catalog) sortLanguages() {
	c.languages = []string{locales.Original}
	for code := range c.ids {
		if code != locales.Original {
			c.languages = append(c.languages, code)
		}
	}
	slices.Sort(c.languages[1:])
}

// Only returns a catalog of the given languages, in their order: the languages of the
// charter.
func (c *Catalog) Only(languages []string) (*Catalog, error) {
	only := &Catalog{bundles: c.bundles, ids: c.ids, lacks: c.lacks, operators: c.operators, languages: languages}
	tags := make([]language.Tag, 0, len(languages))
	for _, code := range languages {
		if len(c.IDs(code)) == 0 {
			return nil, message.Errorf("the charter exists in %q but its interface texts do not: add locales/active.%s.toml", code, code)
		}
		tags = append(tags, language.MustParse(code))
	}
	only.matcher = language.NewMatcher(tags)
	return only, nil
}

// Languages returns the codes of the languages, the original first.
func (c *Catalog) Languages() []string { return slices.Clone(c.languages) }

// IDs returns the ids of the visitors' texts that a language has, sorted.
func (c *Catalog) IDs(code string) []string { return without(c.ids[code], c.operators) }

// Lacks returns the ids of visitors' texts that a language's file in the last layer lacks
// and an earlier layer has, sorted.
func (c *Catalog) Lacks(code string) []string { return slices.Clone(c.lacks[code]) }

// fallback returns the language whose text replaces a missing one.
func (c *Catalog) fallback() string {
	if c.languages[0] == locales.Original {
		return locales.Original
	}
	return "en"
}

// Missing returns the ids of visitors' texts that a language lacks, sorted. Their texts
// are shown in another language, see [Catalog.Words].
func (c *Catalog) Missing(code string) []string { return without(c.IDs(locales.Original), c.ids[code]) }

// OperatorLanguages returns those of the given languages in which operators' texts
// exist, in their order, or English if none has any.
func (c *Catalog) OperatorLanguages(languages []string) []string {
	codes := slices.DeleteFunc(slices.Clone(languages), func(code string) bool {
		return len(without(c.operators, c.ids[code])) == len(c.operators)
	})
	if len(codes) == 0 {
		return []string{"en"}
	}
	return codes
}
