package audit

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
)

// Proposal is a row for the charter, ready to paste. What nobody knows is left for
// the operator to fill in, and said so: nothing is made up.
type Proposal struct {
	// Purpose is the id of the purpose whose table it belongs to, as far as can be
	// told; Certain is false where the operator has to choose the purpose.
	Purpose string `json:"purpose"`
	Certain bool   `json:"certain"`
	// Source is where provider and purpose are known from; empty where they are not.
	Source string `json:"source,omitempty"`
	// Rows are by language of the charter.
	Rows map[string]Row `json:"rows"`
}

// Row is what to paste in one language, and where.
type Row struct {
	// File and Line are where the purpose's section begins.
	File string `json:"file"`
	Line int    `json:"line"`
	// Head is the header of a new table, where the section has none yet.
	Head string `json:"head,omitempty"`
	Row  string `json:"row"`
}

// propose writes the rows for a finding; told holds the longest lifetime so far.
func (c *comparison) propose(name string, told Finding, thirdParty bool) *Proposal {
	k, isKnown := knownTracker(c.tools, name)
	index, certain := c.purposeFor(k.tool, thirdParty)
	p := &Proposal{Purpose: c.charter.Purposes[index].ID, Certain: certain, Rows: map[string]Row{}}
	if isKnown {
		p.Source = k.tool.Source
	}
	toFill := message.Of("to be completed")
	for _, language := range c.charter.Languages {
		words := c.catalog[language] // English, for a person to translate, if there are none
		t := charter.Tracker{Name: told.Name, Service: told.Host, Duration: words.Say(duration(told))}
		t.Provider, t.Purpose = words.Say(toFill), words.Say(k.purpose.Or(toFill))
		if isKnown {
			t.Provider = cmp.Or(k.tool.Provider, c.charter.Controller.Name)
		}
		text := c.charter.In(language)
		head, row := text.WriteRow(index, t)
		p.Rows[language] = Row{File: charter.File(language), Line: text.Purposes[index].Line, Head: head, Row: row}
	}
	return p
}

// purposeFor chooses the purpose whose table a tracker belongs to.
func (c *comparison) purposeFor(t *tool, thirdParty bool) (index int, certain bool) {
	fits := func(ids ...string) int {
		for i, p := range c.charter.Purposes {
			if slices.Contains(ids, p.ID) && !p.Exempt {
				return i
			}
		}
		return -1
	}
	exempt := slices.IndexFunc(c.charter.Purposes, func(p consent.Purpose) bool { return p.Exempt })
	switch {
	case t != nil && t.Exempt && exempt >= 0:
		return exempt, true
	case t != nil && t.Kind == "statistics" && fits("statistics", "audience", "analytics") >= 0:
		return fits("statistics", "audience", "analytics"), true
	case thirdParty && fits("third_party") >= 0:
		return fits("third_party"), false
	}
	// Asking for too much consent is mended by a person; asking for none is a fault.
	asked := slices.IndexFunc(c.charter.Purposes, func(p consent.Purpose) bool { return !p.Exempt })
	return max(asked, 0), false
}

// duration returns how long something lasts, in the largest unit of which there are
// two or more, rounded up: a charter must not promise less. check.Lifetime reads it.
func duration(f Finding) message.Text {
	d := time.Duration(f.Lifetime)
	switch {
	case f.Kind == KindCookie && d <= 0, f.Kind == SessionStorage:
		return message.Of("session")
	case f.Kind != KindCookie:
		return message.Of("permanent, until the visitor erases it")
	}
	const day = 24 * time.Hour
	count := func(unit time.Duration) int64 { return int64((d + unit - 1 - min(slack(d), unit/2)) / unit) }
	switch {
	case count(365*day/12) > 1:
		return message.Of("%d months", count(365*day/12))
	case count(day) > 1:
		return message.Of("%d days", count(day))
	case count(time.Hour) > 1:
		return message.Of("%d hours", count(time.Hour))
	case count(time.Minute) > 1:
		return message.Of("%d minutes", count(time.Minute))
	}
	return message.Of("%d seconds", count(time.Second))
}

// nameable is a name as a charter can declare it: what would end a cell or a name
// there becomes a "*". Keys of storages may hold anything.
func nameable(name string) string {
	const longest = 60
	var b strings.Builder
	for _, c := range name {
		if strings.ContainsRune(";,`<>\\|#*", c) || unicode.IsSpace(c) || !unicode.IsPrint(c) {
			c = '*'
		}
		if c != '*' || !strings.HasSuffix(b.String(), "*") {
			b.WriteRune(c)
		}
		if b.Len() >= longest {
			b.WriteByte('*')
			break
		}
	}
	return b.String()
}
