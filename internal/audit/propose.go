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

// Proposal is a row for the charter, ready to paste. Unknown cells are marked for the
// operator to complete; nothing is invented.
type Proposal struct {
	// Purpose is the id of the purpose whose table the row belongs to. If Certain is
	// false, it is a guess and the operator must choose.
	Purpose string `json:"purpose"`
	Certain bool   `json:"certain"`
	// Source is the source of provider and purpose; empty if they are unknown.
	Source string `json:"source,omitempty"`
	// Rows holds the row in each language of the charter.
	Rows map[string]Row `json:"rows"`
}

// Row is the row in one language, and where to paste it.
type Row struct {
	// File and Line are where the purpose's section begins.
	File string `json:"file"`
	Line int    `json:"line"`
	// Head is the header of a new table; empty if the section has a table.
	Head string `json:"head,omitempty"`
	Row  string `json:"row"`
}

// propose returns the rows for a finding, whose lifetime is the longest seen so far.
func (c *comparison) propose(name string, f Finding, thirdParty bool) *Proposal {
	k, isKnown := knownTracker(c.tools, name, f.Host)
	index, certain := c.purposeFor(k.tool, thirdParty)
	p := &Proposal{Purpose: c.charter.Purposes[index].ID, Certain: certain, Rows: map[string]Row{}}
	if isKnown {
		p.Source = k.tool.Source
	}
	toFill := message.Of("to be completed")
	for _, language := range c.charter.Languages {
		words := c.catalog[language] // English, for a person to translate, if there are none
		t := charter.Tracker{Name: f.Name, Service: f.Host, Duration: words.Say(duration(f))}
		t.Provider, t.Purpose = words.Say(toFill), words.Say(k.purpose.Or(toFill))
		if isKnown {
			t.Provider = cmp.Or(k.tool.Provider, c.charter.Controller.Name)
		}
		text := c.charter.In(language)
		head, row := text.WriteRow(index, t)
		p.Rows[language] = Row{File: c.charter.File(language), Line: text.Purposes[index].Line, Head: head, Row: row}
	}
	return p
}

// purposeFor returns the index of the purpose whose table a tracker belongs to, and
// whether that is certain.
func (c *comparison) purposeFor(t *Tool, thirdParty bool) (index int, certain bool) {
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
	case (thirdParty || t != nil && t.Kind != "statistics") && fits("third_party") >= 0:
		return fits("third_party"), false
	}
	// When in doubt, ask for consent: not asking would break the law.
	asked := slices.IndexFunc(c.charter.Purposes, func(p consent.Purpose) bool { return !p.Exempt })
	return max(asked, 0), false
}

// duration returns the lifetime in the largest unit that gives at least two, rounded
// up, because a charter must not promise less. [check.Lifetime] can parse the result.
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
	case d >= 2*365*day && d%(365*day) < slack(d):
		return message.Of("%d years", int64(d/(365*day)))
	case count(365*day/12) > 1:
		return message.Of("%d months", count(365*day/12))
	case count(day) > 1:
		return message.Of("%d days", count(day))
	case count(time.Hour) > 1:
		return message.Of("%d hours", count(time.Hour))
	case count(time.Minute) > 1:
		return message.Of("%d minutes", count(time.Minute))
	}
	return message.Count(count(time.Second), "%d second", "%d seconds")
}

// nameable returns a name that a charter can declare. Storage keys may contain any
// character; those that would end a table cell or a name become "*".
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
