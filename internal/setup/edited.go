package setup

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"charte/internal/durable"
	"charte/internal/message"
)

// edited is a file with changes to single lines. Numbers of lines, from 1, are those
// before the changes.
type edited struct {
	path, name string
	mark       []byte   // byte order mark
	lines      []string // with their line endings
	eol        string
	changes    []change
}

// change replaces count lines, from line at, by text.
type change struct {
	at, count int
	text      string
}

func open(folder, name string) (*edited, error) {
	path := filepath.Join(folder, name)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	e := &edited{path: path, name: name, eol: "\n"}
	if text, found := bytes.CutPrefix(data, []byte("\ufeff")); found {
		e.mark, data = data[:3], text
	}
	if bytes.Contains(data, []byte("\r\n")) {
		e.eol = "\r\n"
	}
	e.lines = slices.Collect(strings.Lines(string(data)))
	return e, nil
}

// text returns a line without its ending.
func (e *edited) text(line int) string {
	if line > len(e.lines) {
		return ""
	}
	return strings.TrimRight(e.lines[line-1], "\r\n")
}

// end returns the line after the last one with text before line next; 0 is the end of
// the file.
func (e *edited) end(next int) int {
	if next == 0 {
		next = len(e.lines) + 1
	}
	for next > 1 && strings.TrimSpace(e.text(next-1)) == "" {
		next--
	}
	return next
}

func (e *edited) insert(line int, text string) { e.changes = append(e.changes, change{line, 0, text}) }
func (e *edited) remove(line int)              { e.changes = append(e.changes, change{line, 1, ""}) }
func (e *edited) replace(line int, text string) {
	e.changes = append(e.changes, change{line, 1, text + "\n"})
}

// apply makes the changes, the last line first.
func (e *edited) apply() {
	slices.SortStableFunc(e.changes, func(a, b change) int { return cmp.Compare(b.at, a.at) })
	for _, c := range e.changes {
		if c.at > len(e.lines) && len(e.lines) > 0 && !strings.HasSuffix(e.lines[len(e.lines)-1], "\n") {
			e.lines[len(e.lines)-1] += e.eol
		}
		added := slices.Collect(strings.Lines(strings.ReplaceAll(c.text, "\n", e.eol)))
		e.lines = slices.Replace(e.lines, c.at-1, c.at-1+c.count, added...)
	}
}

// line returns where the text inserted before a line is after the changes: the first
// line with text.
func (e *edited) line(before int) int {
	n := before
	for _, c := range e.changes {
		if c.at < before {
			n += strings.Count(c.text, "\n") - c.count
		}
	}
	for n < len(e.lines) && e.text(n) == "" {
		n++
	}
	return n
}

func (e *edited) bytes() []byte { return append(slices.Clone(e.mark), strings.Join(e.lines, "")...) }

// save writes the files, all or none. After a failure the error lists the changes, to be
// made by hand.
func save(files []*edited) error {
	var all []durable.File
	for _, e := range files {
		all = append(all, durable.File{Path: e.path, Text: e.bytes()})
	}
	err := durable.Write(all...)
	if err == nil {
		return nil
	}
	errs := []error{err, message.Errorf("nothing was changed; to change it by hand, edit in this order:")}
	for _, e := range files {
		errs = append(errs, e.steps()...)
	}
	return errors.Join(errs...)
}

// steps describes the changes that apply made, in its order: the last line first, so that
// the numbers of the lines stay right.
func (e *edited) steps() (all []error) {
	for _, c := range e.changes {
		text := strings.TrimSuffix(c.text, "\n")
		switch {
		case c.count == 0:
			all = append(all, message.Errorf("%s:%d: insert before this line:\n%s", e.path, c.at, text))
		case text == "":
			all = append(all, message.Errorf("%s:%d: delete this line", e.path, c.at))
		default:
			all = append(all, message.Errorf("%s:%d: replace this line by:\n%s", e.path, c.at, text))
		}
	}
	return all
}
