package check

import (
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// likenessRules compare the language of a text with the one that its file names.
func likenessRules() []Rule {
	return []Rule{
		{"language-mismatch", Warning, Silent, "Screen readers read a text aloud in the language that the page names.", "H-09; A-02; RGAA 8.3",
			"Correct the language or the text.", languageMismatch},
	}
}

func languageMismatch(in *Input) []Finding {
	var found []Finding
	for _, f := range in.Files {
		named := in.languageOf(f.Name)
		if looks := looksLike(plainText(f), named, in.original()); looks != "" {
			found = append(found, Finding{File: f.Name, Problem: message.Of("looks like %q, but is served as %q", looks, named), Fix: mismatchFix(f.Name, looks)})
		}
	}
	return found
}

func mismatchFix(file, looks string) message.Text {
	switch {
	case file == "charter.md":
		return message.Of("Write lang: %s in the front matter of charter.md, or correct its text.", looks)
	case strings.HasPrefix(file, "charter."):
		return message.Of("Translate the text, or rename the file to charter.%s.md.", looks)
	}
	return message.Of("Translate the texts, or rename the file to active.%s.toml.", looks)
}

// original returns the language of charter.md, as far as it is known.
func (in *Input) original() string {
	if in.Charter == nil {
		return ""
	}
	return in.Charter.Language
}

var fileLanguage = regexp.MustCompile(`\.([A-Za-z0-9-]+)\.(?:md|toml)$`)

// languageOf returns the language in the name of a file, such as charter.de.md.
func (in *Input) languageOf(name string) string {
	if m := fileLanguage.FindStringSubmatch(name); m != nil {
		return m[1]
	}
	return in.original()
}

// plainText returns the folded prose of a charter or of a text file: no front matter, no
// keys, no tables, which contain names in any language.
func plainText(f File) string {
	lines := strings.Split(visibleText(f), "\n")
	for i, line := range lines {
		if m := textLine.FindStringSubmatch(line); m != nil && strings.HasSuffix(f.Name, ".toml") {
			lines[i] = m[2]
		} else if strings.HasPrefix(strings.TrimSpace(line), "|") {
			lines[i] = ""
		}
	}
	return strings.Join(lines, "\n")
}

const (
	// minWords is the number of words of a language that a text must contain to look like
	// it, minShare their share of all words. Texts have 8 to 25 %.
	minWords, minShare = 8, 0.05
	// copyShare is that share for a copy of the original under the name of a language
	// without frequent words.
	copyShare = 0.12
	// minFactor is how much more frequent they must be than the words of the language that
	// the file names.
	minFactor = 4
)

var aWord = regexp.MustCompile(`\p{L}+`)

// looksLike returns the language that a text is most likely written in, if it is not the
// named one, and otherwise "". Texts in a language without frequent words are compared
// with the original only: they may be a copy that was not translated, and many languages
// resemble one of those with words.
func looksLike(text, named, original string) string {
	base, _, _ := strings.Cut(named, "-")
	own, counts := vocabulary().frequent, map[string]int{}
	words := aWord.FindAllString(text, -1)
	for _, word := range words {
		counts[own[word]]++
	}
	best := ""
	for _, code := range vocabulary().recognised {
		if counts[code] > counts[best] || best == "" {
			best = code
		}
	}
	original, _, _ = strings.Cut(original, "-")
	share := minShare
	if !slices.Contains(vocabulary().recognised, base) {
		if share = copyShare; best != original {
			return ""
		}
	}
	if named == "" || best == base || counts[best] < max(minWords, minFactor*counts[base]) || float64(counts[best]) < share*float64(len(words)) {
		return ""
	}
	return best
}
