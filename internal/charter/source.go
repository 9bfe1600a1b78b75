package charter

import (
	"bytes"
	"io/fs"
	"sort"
	"unicode"
	"unicode/utf8"

	"charte/internal/phrase"
)

// source is the text of one file, with line feeds only and no byte order mark.
// Neither change moves a line, so lines are those of the file on disk.
type source struct {
	name   string
	text   []byte
	starts []int // offset of each line
}

func readSource(fsys fs.FS, name string, r *report) *source {
	text, err := fs.ReadFile(fsys, name)
	if err != nil {
		r.fault(name, 0, phrase.Of("cannot be read (%v)", err), phrase.Of("put the file there, readable by the service"))
		return nil
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
	s := &source{name: name, text: text, starts: []int{0}}
	for i, b := range text {
		if b == '\n' {
			s.starts = append(s.starts, i+1)
		}
	}
	return s.checked(r)
}

// checked refuses bytes that browsers, or the reader below, would show as
// something else than what the author sees.
func (s *source) checked(r *report) *source {
	for i := 0; i < len(s.text); {
		c, size := utf8.DecodeRune(s.text[i:])
		if c == utf8.RuneError && size <= 1 {
			r.fault(s.name, s.line(i), phrase.Of("is not UTF-8 text"), phrase.Of("save the file as UTF-8"))
			return nil
		}
		if unicode.IsControl(c) && c != '\n' && c != '\t' {
			r.fault(s.name, s.line(i), phrase.Of("holds the control character %U", c), phrase.Of("delete it"))
			return nil
		}
		i += size
	}
	return s
}

// line is the number, from 1, of the line that holds the byte at offset.
func (s *source) line(offset int) int {
	return sort.SearchInts(s.starts, offset+1)
}

// lineText is line n, from 1, without its line feed.
func (s *source) lineText(n int) string {
	end := len(s.text)
	if n < len(s.starts) {
		end = s.starts[n] - 1
	}
	return string(s.text[s.starts[n-1]:end])
}

// rest is the text from offset to the end of its line.
func (s *source) rest(offset int) string {
	n := bytes.IndexByte(s.text[offset:], '\n')
	if n < 0 {
		n = len(s.text) - offset
	}
	return string(s.text[offset : offset+n])
}
