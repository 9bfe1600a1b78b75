package setup

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// Add adds a tool to the charters of a folder in every language: its rows, and its
// purpose if the charter does not have it. Every other byte stays as it is. It returns
// the places, as file:line, and fails without a change if the charter has faults,
// declares the tool already, or has a form that the additions do not fit into.
func Add(folder string, use Use) ([]string, error) {
	before, err := charter.Load(os.DirFS(folder))
	if err != nil {
		return nil, message.Errorf("correct the charter first (charte check --content %s): %w", folder, err)
	}
	if err := undeclared(before, use); err != nil {
		return nil, err
	}
	var files []*edited
	var places []string
	for i, code := range before.Languages {
		w := loaded()[code]
		if w == nil {
			return nil, message.Errorf("%s: the words of known tools exist only in %s; add the rows by hand", before.File(code), strings.Join(Languages(), ", "))
		}
		file, err := open(folder, before.File(code))
		if err != nil {
			return nil, err
		}
		a := addition{use, before, w, file}
		place := a.body()
		if err := a.front(i == 0); err != nil {
			return nil, err
		}
		file.apply()
		files, places = append(files, file), append(places, fmt.Sprintf("%s:%d", file.name, file.line(place)))
	}
	if err := verify(folder, before, use, files); err != nil {
		return nil, err
	}
	if err := save(files); err != nil {
		return nil, err
	}
	return places, nil
}

// undeclared fails if the charter declares a tracker of the tool.
func undeclared(c *charter.Charter, use Use) error {
	original := c.In(c.Language)
	for _, want := range loaded()["en"].trackers(use, c.Controller.Name) {
		for _, p := range original.Purposes {
			for _, t := range p.Trackers {
				if t.ID() == want.ID() {
					return message.Fault{File: c.File(c.Language), Line: t.Line, Problem: message.Of("already declares %q of %s; nothing was changed", t.Name, use.Name)}
				}
			}
		}
	}
	return nil
}

// addition adds a tool to the charter in one language.
type addition struct {
	Use
	charter *charter.Charter
	words   *words
	file    *edited
}

// index returns the index of the tool's purpose in the charter, or -1.
func (a addition) index() int {
	return slices.IndexFunc(a.charter.Purposes, func(p consent.Purpose) bool { return p.ID == a.purpose() })
}

// body adds the rows, in a new section if the purpose is new, and returns the line that
// they are inserted before.
func (a addition) body() int {
	text, i := a.charter.In(a.words.code), a.index()
	if i < 0 {
		last := slices.MaxFunc(text.Purposes, func(x, y charter.PurposeText) int { return cmp.Compare(x.Line, y.Line) })
		level := 6
		if at := slices.IndexFunc(text.Sections, func(s charter.Section) bool { return s.Line == last.Line }); at >= 0 {
			level = text.Sections[at].Level
		}
		heading := strings.TrimSpace(a.file.text(last.Line))
		heading = cmp.Or(heading[:len(heading)-len(strings.TrimLeft(heading, "#"))], "##") // underlined headings have two levels
		line := a.file.end(a.after(text, last.Line, level))
		p := purpose{a.purpose(), []Use{a.Use}}
		a.file.insert(line, "\n"+p.section(a.words, heading, a.charter.Controller.Name))
		return line
	}
	var head string
	var rows []string
	for _, t := range a.words.trackers(a.Use, a.charter.Controller.Name) {
		t.Provider, t.Service = markdown(t.Provider), host(a.charter.Platform)
		var row string
		head, row = text.WriteRow(i, t)
		rows = append(rows, row+"\n")
	}
	line := 0
	for _, t := range text.Purposes[i].Trackers {
		line = max(line, t.Line+1)
	}
	if head != "" {
		line, rows = a.file.end(a.after(text, text.Purposes[i].Line, 6)), slices.Insert(rows, 0, "\n"+head+"\n")
	}
	a.file.insert(line, strings.Join(rows, ""))
	return line
}

// after returns the line of the first heading below line whose level is at most level; 0 if
// there is none.
func (a addition) after(text *charter.Translation, line, level int) int {
	for _, s := range text.Sections {
		if s.Line > line && s.Level <= level {
			return s.Line
		}
	}
	return 0
}

// verify loads the edited charters and fails unless they differ from the former ones by
// trackers of the tool's purpose only.
func verify(folder string, before *charter.Charter, use Use, files []*edited) error {
	scratch, err := os.MkdirTemp("", "charte-init-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	for _, file := range files {
		if err := os.WriteFile(filepath.Join(scratch, file.name), file.bytes(), 0o600); err != nil {
			return err
		}
	}
	byHand := func(err any) error {
		return message.Errorf("%s: the rows of %s cannot be inserted automatically (%v); nothing was changed: add them by hand", folder, use.Name, err)
	}
	after, err := charter.Load(os.DirFS(scratch))
	if err != nil {
		return byHand(err)
	}
	if removed := consent.NewScope(before.Purposes).Added(consent.NewScope(after.Purposes)); len(removed) > 0 {
		return byHand(removed[0].Purpose)
	}
	for _, line := range consent.NewScope(after.Purposes).Added(consent.NewScope(before.Purposes)) {
		if line.Purpose != use.purpose() {
			return byHand(line.Purpose)
		}
	}
	if undeclared(after, use) == nil {
		return byHand(use.purpose())
	}
	return nil
}
