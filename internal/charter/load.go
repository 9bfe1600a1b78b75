package charter

import (
	"io/fs"

	"charte/locales"
)

// OriginalFile is the name of the charter in its original language; the translations
// are in the same folder.
const OriginalFile = "charter.md"

// Load reads charter.md and every charter.xx.md at the root of fsys. It returns a
// [Faults] that lists every error if the charter has any. The charter returned with it
// is what could be read, for a report, and nil if that lacks purposes or text.
func Load(fsys fs.FS) (*Charter, error) {
	l := loader{fsys: fsys, report: &report{}, charter: &Charter{translations: map[string]*Translation{}}}
	l.charter.Language = locales.Original
	l.loadOriginal()
	for _, language := range findLanguages(fsys, l.charter.Language, l.report) {
		l.loadTranslation(language)
	}
	l.report.sort()
	l.charter.Warnings = l.report.warnings
	if l.charter.In(l.charter.Language) == nil {
		return nil, l.report.faults
	}
	if len(l.report.faults) > 0 {
		return l.charter, l.report.faults
	}
	return l.charter, nil
}

// loader takes each file through parse, bind, check and render.
type loader struct {
	fsys     fs.FS
	report   *report
	charter  *Charter
	original *document
	declared []declaredPurpose // empty if the front matter declares none; then no file is bound
	bound    []boundPurpose    // the purposes in the original
}

func (l *loader) loadOriginal() {
	if l.original = l.parse(OriginalFile); l.original == nil {
		return
	}
	var texts ownTexts
	l.charter.Settings, l.declared, texts = readSettings(l.original.front)
	l.original.language = l.charter.Language
	l.charter.keyLines = l.original.front.keyLines()
	if len(l.declared) == 0 { // reported already; all other faults would follow from it
		return
	}
	l.bound = bind(l.original, l.declared, texts, nil)
	l.charter.Purposes = withTrackers(l.declared, l.bound)
	for _, p := range l.declared {
		l.charter.Declared = append(l.charter.Declared, Declaration{
			Line: p.line, ExemptReasons: p.exemptReasons, SelfAssessment: p.selfAssessment, OptOutCookies: p.optOutCookies,
		})
	}
	checkDocument(l.original, l.declared, l.bound)
	checkOriginal(l.original, l.declared, l.bound, l.charter.Purposes)
	l.add(l.charter.Language, l.original, l.bound, texts)
}

func (l *loader) loadTranslation(language string) {
	translation := l.parse(translationFile(language))
	if translation == nil {
		return
	}
	translation.language = language
	removeCopied(translation.front)
	texts := readOwnTexts(translation.front, l.declared, l.charter.Accessibility.StatementTexts)
	if len(l.declared) == 0 {
		return
	}
	bound := bind(translation, l.declared, texts, l.bound)
	checkDocument(translation, l.declared, bound)
	checkLanguages(l.original, translation, l.bound, bound)
	l.add(language, translation, bound, texts)
}

func (l *loader) parse(name string) *document {
	s := readSource(l.fsys, name, l.report)
	if s == nil {
		return nil
	}
	return parse(s)
}

func (l *loader) add(language string, d *document, bound []boundPurpose, texts ownTexts) {
	t := render(d, bound)
	t.Language, t.LogoAlt, t.Statement = language, texts.logoAlt, texts.statement
	l.charter.Languages = append(l.charter.Languages, language)
	l.charter.translations[language] = t
}
