package check

import (
	"fmt"
	"slices"
	"strings"
)

// original is the language that every text must exist in.
const original = "fr"

// languageRules are about what one language has and another lacks.
func languageRules() []Rule {
	return []Rule{
		{"one-language", Notice, "People who do not read French choose too.", "H-09; H-10; GDPR art. 12(1)",
			"Add charter.en.md and locales/active.en.toml.", oneLanguage},
		{"text-missing", Warning, "What a language lacks is shown in French.", "H-09; A-02; RGAA 8.7",
			"Add the texts to the file.", textMissing},
		{"text-original-missing", Fault, "A text that no language has is shown as its id.", "C-10; H-09",
			"Start from a copy of the built-in active.fr.toml: a file replaces the built-in one whole.", originalMissing},
		{"text-unknown", Warning, "A text that nothing shows was most likely meant to be another.", "H-09",
			"Compare its id with the built-in file.", textUnknown},
	}
}

func oneLanguage(in *Input) []Finding {
	if in.Charter == nil || len(in.Charter.Languages) > 1 {
		return nil
	}
	return []Finding{{File: "charter.md", Problem: "the charter exists in one language"}}
}

// missing lists the built-in ids that a language lacks.
func (in *Input) missing(language string) []string {
	return slices.DeleteFunc(slices.Clone(in.BuiltIn), func(id string) bool { return slices.Contains(in.Texts[language], id) })
}

func textMissing(in *Input) []Finding {
	if in.Charter == nil {
		return nil
	}
	var found []Finding
	for _, language := range in.Charter.Languages {
		// A language without any text of its own keeps serve from starting.
		if ids := in.missing(language); len(ids) > 0 && language != original && in.Texts[language] != nil {
			found = append(found, Finding{File: textFile(language), Problem: few(ids, "texts are missing")})
		}
	}
	return found
}

func originalMissing(in *Input) []Finding {
	if ids := in.missing(original); len(ids) > 0 && in.Texts != nil {
		return []Finding{{File: textFile(original), Problem: few(ids, "texts are missing")}}
	}
	return nil
}

func textUnknown(in *Input) []Finding {
	var found []Finding
	for language, ids := range in.Texts {
		extra := slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return slices.Contains(in.BuiltIn, id) })
		if len(extra) > 0 {
			found = append(found, Finding{File: textFile(language), Problem: few(extra, "texts are shown nowhere")})
		}
	}
	return found
}

func textFile(language string) string { return "locales/active." + language + ".toml" }

// few names some of a list: "12 texts are missing: a, b, c and others".
func few(ids []string, what string) string {
	const some = 5
	if len(ids) <= some {
		return fmt.Sprintf("%d %s: %s", len(ids), what, strings.Join(ids, ", "))
	}
	return fmt.Sprintf("%d %s: %s and others", len(ids), what, strings.Join(ids[:some], ", "))
}
