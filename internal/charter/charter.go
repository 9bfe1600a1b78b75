package charter

import (
	"maps"
	"slices"
	"strings"

	"charte/internal/consent"
)

// Reader is the number of this reading of charters. It is raised whenever the program
// reads other purposes, providers or trackers from the same bytes, so that visitors who
// have chosen are not asked again because of it.
const Reader = 3

// Charter is one charter in all its languages, as read from charter.md (the original)
// and charter.xx.md (its translations). It does not change after Load.
type Charter struct {
	Settings
	// Purposes lists the declared purposes in the order of the front matter, with
	// the trackers of their tables. They are the same in every language.
	Purposes []consent.Purpose
	// Declared describes where each of Purposes is declared, in the same order.
	Declared []Declaration
	// Languages lists the language codes, the original first.
	Languages []string
	// Warnings lists problems that do not prevent the charter from being served.
	Warnings []Fault

	translations map[string]*Translation
	keyLines     map[string]int // line of each key of the front matter, by its path, such as "controller.contact"
}

// Declaration describes the entry of a purpose in the front matter.
type Declaration struct {
	// Line is the line of the entry in charter.md.
	Line int
	// ExemptReasons lists why an exempt purpose needs no consent (CNIL 2020-091 §49).
	ExemptReasons []string
	// SelfAssessment is the address of the self-assessment of an exempt purpose's tool;
	// empty if there is none (H-08).
	SelfAssessment string
	// OptOutCookies are cookies, as name=value, that the tool reads as an objection.
	OptOutCookies []string
}

// In returns the charter's text in one of Languages, and nil for any other language.
func (c *Charter) In(language string) *Translation { return c.translations[language] }

// Order returns the ids of a choice's purposes in the charter's order, then, sorted,
// those that the charter no longer has.
func (c *Charter) Order(choice consent.Choice) (ids []string) {
	left := maps.Clone(choice)
	for _, purpose := range c.Purposes {
		if _, asked := left[purpose.ID]; asked {
			ids = append(ids, purpose.ID)
			delete(left, purpose.ID)
		}
	}
	return append(ids, slices.Sorted(maps.Keys(left))...)
}

// Line returns the line in charter.md of a front matter key, given by its path,
// such as "controller.dpo". If the key is absent, it returns the line of the
// nearest enclosing key, or 1.
func (c *Charter) Line(key string) int {
	for key != "" {
		if line, found := c.keyLines[key]; found {
			return line
		}
		key = key[:max(strings.LastIndexByte(key, '.'), 0)]
	}
	return 1
}

// File returns the name of the file that contains the charter in a language.
func (c *Charter) File(language string) string {
	if language == c.Language {
		return OriginalFile
	}
	return translationFile(language)
}

func translationFile(language string) string { return "charter." + language + ".md" }
