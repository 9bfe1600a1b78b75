package message

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// comment matches a line with a comment "# …": what precedes it, and its words.
var comment = regexp.MustCompile(`^((?:.*\S)?\s*)# (\S.*)$`)

// commentWidth is the length at which translated comments are wrapped, in characters.
const commentWidth = 86

// Comments translates the comments of a configuration file, each a sentence of w or
// several. Lines of nothing but a comment, one below the other, are one text.
func (w Words) Comments(file string) string {
	if w == nil {
		return file
	}
	var b strings.Builder
	for _, c := range comments(file) {
		own, known := w[c.text]
		switch {
		case !known:
			b.WriteString(c.lines)
		case strings.TrimSpace(c.before) != "":
			b.WriteString(c.before + "# " + own + "\n")
		default:
			b.WriteString(wrap(c.before+"# ", own))
		}
	}
	return b.String()
}

// CommentsOf returns the texts that [Words.Comments] translates.
func CommentsOf(file string) (all []string) {
	for _, c := range comments(file) {
		if c.text != "" {
			all = append(all, c.text)
		}
	}
	return all
}

// commented is a part of a file: lines with one comment, or a line without.
type commented struct{ lines, before, text string }

func comments(file string) (all []commented) {
	open := false // the last part may continue on the next line
	for line := range strings.Lines(file) {
		found := comment.FindStringSubmatch(strings.TrimSuffix(line, "\n"))
		if found == nil {
			all, open = append(all, commented{lines: line}), false
			continue
		}
		alone := strings.TrimSpace(found[1]) == ""
		if last := len(all) - 1; open && alone && all[last].before == found[1] {
			all[last].lines += line
			all[last].text += " " + found[2]
			continue
		}
		all, open = append(all, commented{line, found[1], found[2]}), alone
	}
	return all
}

// wrap returns text in lines that begin with mark. It breaks at plain spaces only.
func wrap(mark, text string) string {
	var b strings.Builder
	line := mark
	for i, word := range strings.Split(text, " ") {
		if i > 0 && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > commentWidth {
			b.WriteString(line + "\n")
			line = mark + word
			continue
		}
		if i > 0 {
			line += " "
		}
		line += word
	}
	return b.String() + line + "\n"
}
