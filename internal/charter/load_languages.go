package charter

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

var languageCode = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)

// findLanguages returns the codes of the translations, sorted. original is the language
// of charter.md.
func findLanguages(fsys fs.FS, original string, r *report) []string {
	names, err := fs.Glob(fsys, "charter*.md")
	if err != nil {
		r.fault("", OriginalFile, 0, message.Of("its folder cannot be read (%v)", err), message.Text{})
	}
	var codes []string
	for _, file := range names {
		code := strings.TrimSuffix(strings.TrimPrefix(file, "charter."), ".md")
		switch {
		case file == OriginalFile:
		case code == original:
			r.fault("", file, 0, message.Of("is in the language of charter.md, %q", code), message.Of("delete one of the two and name the other charter.md, or write the language of charter.md in its front matter: lang: and a code such as de"))
		case strings.HasPrefix(file, "charter.") && languageCode.MatchString(code):
			codes = append(codes, code)
		default:
			r.warn(file, 0, message.Of("is ignored: its name contains no language code"), message.Of("rename it, for example to charter.en.md, or remove it from the folder"))
		}
	}
	slices.Sort(codes)
	return codes
}
