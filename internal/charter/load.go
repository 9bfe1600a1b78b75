package charter

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"charte/internal/phrase"
)

// The original's file and language; other languages stand beside it.
const (
	originalFile     = "charter.md"
	originalLanguage = "fr"
)

var languageCode = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// Load reads charter.md and every charter.xx.md at the root of fsys. The error,
// if there is one, is [Faults]: everything that is wrong, at once.
func Load(fsys fs.FS) (*Set, error) {
	r := &report{}
	set := &Set{charters: map[string]*Charter{}}
	languages := findLanguages(fsys, r)
	loadAll(fsys, r, set, languages)
	r.sort()
	set.Warnings = r.warnings
	if len(r.faults) > 0 {
		return nil, r.faults
	}
	return set, nil
}

func loadAll(fsys fs.FS, r *report, set *Set, languages []string) {
	original := open(fsys, originalFile, r)
	var list []declared
	var texts []bound
	if original != nil {
		set.Settings, list = original.settings()
		set.lines = original.frontLines()
	}
	if len(list) > 0 { // else its absence is told, and all other faults would follow from it
		texts = original.bind(list, nil)
		set.Purposes = original.purposesOf(list, texts)
		for _, p := range list {
			set.Declared = append(set.Declared, Declaration{Line: p.line, ExemptReasons: p.reasons})
		}
		set.add(originalLanguage, original, texts)
	}
	for _, language := range languages {
		other := open(fsys, "charter."+language+".md", r)
		if other == nil {
			continue
		}
		other.ownWords(list)
		if len(list) == 0 {
			continue
		}
		translated := other.bind(list, texts)
		compare(r, original, other, texts, translated)
		set.add(language, other, translated)
	}
}

func open(fsys fs.FS, name string, r *report) *document {
	s := readSource(fsys, name, r)
	if s == nil {
		return nil
	}
	return readDocument(s, r)
}

// findLanguages lists the translations, sorted by code.
func findLanguages(fsys fs.FS, r *report) []string {
	names, err := fs.Glob(fsys, "charter*.md")
	if err != nil {
		r.fault(originalFile, 0, phrase.Of("its folder cannot be read (%v)", err), phrase.Text{})
	}
	var codes []string
	for _, file := range names {
		code := strings.TrimSuffix(strings.TrimPrefix(file, "charter."), ".md")
		switch {
		case file == originalFile:
		case code == originalLanguage:
			r.fault(file, 0, phrase.Of("is French, and so is charter.md"), phrase.Of("keep one of the two, as charter.md"))
		case strings.HasPrefix(file, "charter.") && languageCode.MatchString(code):
			codes = append(codes, code)
		default:
			r.warn(file, 0, phrase.Of("is not read: its name holds no language code"), phrase.Of("name it charter.en.md, or take it out of the folder"))
		}
	}
	slices.Sort(codes)
	return codes
}

// ownWords reads the front matter of a translation: what must be said in its own
// language. Facts would be said twice.
func (d *document) ownWords(list []declared) {
	f := d.mapping(d.front, phrase.Of("a translation's front matter (charter.md says the rest)"), "logo_alt", "purposes")
	d.logoAlt = d.words(f["logo_alt"], "logo_alt")
	d.translateWithout(f["purposes"], list)
}

// add writes one language's pages.
func (s *Set) add(language string, d *document, texts []bound) {
	s.Languages = append(s.Languages, language)
	c := &Charter{Language: language, Title: d.sections[0].title, LogoAlt: d.logoAlt, Lead: d.writer.html(d.text, d.sections[0].body)}
	for _, sec := range d.sections[1:] {
		c.Sections = append(c.Sections, Section{
			ID: sec.id, Level: sec.level, Title: sec.title, Heading: d.inline(sec.heading),
			HTML: d.writer.html(d.text, sec.body), Purpose: sec.purpose, Line: sec.line,
		})
	}
	for _, t := range texts {
		c.Purposes = append(c.Purposes, t.PurposeText)
	}
	s.charters[language] = c
}
