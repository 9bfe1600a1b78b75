package check

import (
	"maps"
	"slices"
	"strings"

	"charte/internal/message"
	"charte/locales"
)

// languageRules are about differences between the languages.
func languageRules() []Rule {
	return []Rule{
		{"one-language", Notice, Silent, "Visitors who do not read the language of the charter must be able to choose too.", "H-09; H-10; GDPR art. 12(1); loi 94-665 art. 4",
			"Add charter.en.md and a second translation, such as charter.de.md or charter.es.md: French law requires two of a public body that translates. The interface's texts in these languages are built in.", oneLanguage},
		{"texts-unreviewed", Notice, Silent, "No native reader has reviewed the built-in texts in this language.", "H-09; C-11",
			"Have a native reader read the pages, then add the code of the language to texts_reviewed: in the front matter of charter.md.", textsUnreviewed},
		{"text-missing", Warning, Silent, "Missing texts are shown in another language: French if charter.md is in French, otherwise English.", "H-09; A-02; RGAA 8.7",
			"Add the texts to the file.", textMissing},
		{"text-built-in", Notice, Silent, "A text missing from the file is replaced by the built-in one: expected if you changed only a few, to be checked after an update.", "H-09; C-10",
			"If this is intended, do nothing; otherwise copy the texts from the built-in file and adapt them.", builtIn},
		{"text-unknown", Warning, Silent, "No page uses a text with this id: it is probably a typo.", "H-09",
			"Compare the id with those of the built-in file.", textUnknown},
	}
}

func oneLanguage(in *Input) []Finding {
	if in.Charter == nil || len(in.Charter.Languages) > 1 {
		return nil
	}
	return []Finding{{File: "charter.md", Problem: message.Of("the charter exists in one language")}}
}

func textsUnreviewed(in *Input) []Finding {
	if in.Charter == nil {
		return nil
	}
	var found []Finding
	for _, language := range in.Charter.Languages {
		if slices.Contains(locales.Unreviewed, language) && !slices.Contains(in.Charter.TextsReviewed, language) {
			found = append(found, Finding{File: in.Charter.File(language), Problem: message.Of("the built-in texts in %q are not reviewed by a native reader", language)})
		}
	}
	return found
}

// missing returns the built-in text ids that a language lacks.
func (in *Input) missing(language string) []string {
	return slices.DeleteFunc(slices.Clone(in.BuiltIn), func(id string) bool { return slices.Contains(in.Texts[language], id) })
}

func textMissing(in *Input) []Finding {
	if in.Charter == nil {
		return nil
	}
	var found []Finding
	for _, language := range in.Charter.Languages {
		// If a language has no text at all, serve does not start: see the rule content.
		if ids := in.missing(language); len(ids) > 0 && in.Texts[language] != nil {
			found = append(found, Finding{File: textFile(language), Problem: message.Count(len(ids), "missing text (%d): %s", "missing texts (%d): %s", few(ids))})
		}
	}
	return found
}

// builtIn reports the ids that are missing from the operator's text files.
func builtIn(in *Input) []Finding {
	var found []Finding
	for _, language := range slices.Sorted(maps.Keys(in.Lacks)) {
		if ids := in.Lacks[language]; len(ids) > 0 {
			found = append(found, Finding{File: textFile(language), Problem: message.Count(len(ids), "built-in text used (%d): %s", "built-in texts used (%d): %s", few(ids))})
		}
	}
	return found
}

func textUnknown(in *Input) []Finding {
	var found []Finding
	for _, language := range slices.Sorted(maps.Keys(in.Texts)) {
		ids := in.Texts[language]
		extra := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(in.BuiltIn, id) })
		if len(extra) > 0 {
			found = append(found, Finding{File: textFile(language), Problem: message.Count(len(extra), "unknown text (%d): %s", "unknown texts (%d): %s", few(extra))})
		}
	}
	return found
}

func textFile(language string) string { return "locales/active." + language + ".toml" }

// few returns the first ids of a list and the number of others: "a, b, c and 29 others".
func few(ids []string) message.Text {
	const some = 20
	if len(ids) <= some {
		return message.Of("%s", strings.Join(ids, ", "))
	}
	return message.Of("%s and %s", strings.Join(ids[:some], ", "), message.Count(len(ids)-some, "%d other", "%d others"))
}
