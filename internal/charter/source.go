package charter

import (
	"bytes"
	"io/fs"
	"sort"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"charte/internal/message"
)

// source is the text of one file with composed characters (NFC) and line feeds only,
// without byte order mark. Line numbers, from 1, are those of the file on disk.
type source struct {
	name       string
	text       []byte
	lineStarts []int // offset of each line
	report     *report
	language   string // code; empty until the front matter of charter.md was read
}

// readSource reads a file. It reports a fault and returns nil if the file cannot
// be read or is not text.
func readSource(fsys fs.FS, name string, r *report) *source {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		r.fault("", name, 0, message.Of("cannot be read (%v)", err), message.Of("create the file, and let the service read it"))
		return nil
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	text = norm.NFC.Bytes(text) // a name looks the same with separate accents, as a PDF has them
	s := &source{name: name, text: text, lineStarts: []int{0}, report: r}
	for i, b := range text {
		if b == '\n' {
			s.lineStarts = append(s.lineStarts, i+1)
		}
	}
	if !s.isText() {
		return nil
	}
	return s
}

// isText reports a fault and returns false if the text contains bytes that
// browsers or the Markdown parser would replace. It warns of invisible characters, once
// for each line.
func (s *source) isText() bool {
	warned := 0
	for i := 0; i < len(s.text); {
		c, size := utf8.DecodeRune(s.text[i:])
		if c == utf8.RuneError && size <= 1 {
			s.fault(s.line(i), message.Of("is not UTF-8 text"), message.Of("save the file as UTF-8"))
			return false
		}
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			s.fault(s.line(i), message.Of("contains the control character %U", c), message.Of("delete it"))
			return false
		}
		if isInvisible(c) && s.line(i) != warned {
			warned = s.line(i)
			s.warn(warned, message.Of("contains the invisible character %U", c), message.Of("delete it; it often comes with text copied from a web page or a word processor"))
		}
		i += size
	}
	return true
}

// isInvisible reports whether a character cannot be seen although it changes the text: it
// turns a cookie's name into another, or reverses the order of letters.
func isInvisible(c rune) bool {
	return c == '\u200b' || c == '\u2060' || c == '\ufeff' || '\u202a' <= c && c <= '\u202e'
}

// fault reports an error on a line; line 0 means the whole file.
func (s *source) fault(line int, problem, fix message.Text) {
	s.report.fault("", s.name, line, problem, fix)
}

// faultAbout reports an error with a topic.
func (s *source) faultAbout(topic Topic, line int, problem, fix message.Text) {
	s.report.fault(topic, s.name, line, problem, fix)
}

// faultReading reports an error that depends on how tables are read.
func (s *source) faultReading(topic Topic, line int, problem, fix message.Text) {
	s.report.fault(topic, s.name, line, problem, fix)
	s.report.faults[len(s.report.faults)-1].Reading = true
}

// warn reports a warning on a line; line 0 means the whole file.
func (s *source) warn(line int, problem, fix message.Text) {
	s.report.warn(s.name, line, problem, fix)
}

// line returns the number of the line that contains the byte at offset. A
// negative offset, as goldmark has for nodes without a position, is on line 1.
func (s *source) line(offset int) int {
	return sort.SearchInts(s.lineStarts, max(offset, 0)+1)
}

// lineText returns line n without its line feed.
func (s *source) lineText(n int) string {
	end := len(s.text)
	if n < len(s.lineStarts) {
		end = s.lineStarts[n] - 1
	}
	return string(s.text[s.lineStarts[n-1]:end])
}

// restOfLine returns the text from offset to the end of its line.
func (s *source) restOfLine(offset int) string {
	n := bytes.IndexByte(s.text[offset:], '\n')
	if n < 0 {
		n = len(s.text) - offset
	}
	return string(s.text[offset : offset+n])
}
