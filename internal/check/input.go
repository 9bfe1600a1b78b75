package check

import (
	"net/netip"
	"time"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/portal"
)

// Input holds everything that serve would read. A part that could not be read is
// nil: the rules about it return no finding, and Stops contains the error.
type Input struct {
	// Stops are the errors that prevent serve from starting; some are joined errors.
	Stops []error
	// Shipped is true if no content folder is set, so that serve would use the
	// built-in charter.
	Shipped bool
	// Charter is the charter in all languages.
	Charter *charter.Charter
	// Files are the charters and text files, as written.
	Files []File
	// Texts are the ids of the interface texts by language. Lacks are those that are
	// missing from the operator's file, so that the built-in text is used. BuiltIn
	// are the ids that the program needs.
	Texts, Lacks map[string][]string
	BuiltIn      []string
	// Model is the built-in text file of the original language.
	Model File
	// Shown is the fingerprint of banner and handle, texts and theme; empty if they
	// cannot be rendered. Measured is their fingerprint at the last measurement of
	// their sizes, on the day MeasuredOn; empty if they were never measured.
	Shown, Measured, MeasuredOn string
	// BuiltInShown is the fingerprint of the built-in banner, BuiltInHeights its sizes.
	BuiltInShown   string
	BuiltInHeights []charter.Height
	// Settings are the values of the flags.
	Settings *Settings
	// Unused describes variables and lines of the settings that have no effect.
	// Elsewhere describes settings of the service that this command does not have.
	Unused, Elsewhere []message.Text
	// Today is the day of the check; zero switches the rules about old dates off.
	Today time.Time
	// Running describes the service named by --against; nil without that flag.
	Running *Running
}

// File is the text of a file and its name, relative to the content folder.
type File struct{ Name, Text string }

// Settings are the values of the flags that rules use.
type Settings struct {
	// Listen is the listen address, as written.
	Listen  string
	Base    portal.Base
	Portals []string // origins
	// CookieName and CookieDomain are those of the choice cookie; Receipt is the name
	// of the receipt cookie.
	CookieName, CookieDomain, Receipt string
	// Handle is true if the handle is shown after a choice.
	Handle bool
	// RateLimited is true if the number of choices per address and time is limited.
	RateLimited    bool
	TrustedProxies []netip.Prefix
	// SpoolAnywhere is true if the spool has no configured folder, so that refusals
	// are spooled in the current folder of the process.
	SpoolAnywhere bool
	// Retention is the age in months at which records are removed; 0 means never.
	Retention int
}

// place is a purpose with its text in one language.
type place struct {
	language string
	file     string
	purpose  consent.Purpose
	text     charter.PurposeText
}

func (p place) at(line int, problem message.Text) Finding {
	return Finding{File: p.file, Line: line, Problem: problem}
}

// places returns all purposes in all languages.
func (in *Input) places() []place {
	if in.Charter == nil {
		return nil
	}
	var all []place
	for _, language := range in.Charter.Languages {
		for i, text := range in.Charter.In(language).Purposes {
			all = append(all, place{language, in.Charter.File(language), in.Charter.Purposes[i], text})
		}
	}
	return all
}

// front returns a finding about a key of the front matter.
func (in *Input) front(key string, problem message.Text) []Finding {
	return []Finding{{File: in.Charter.File(in.Charter.Language), Line: in.Charter.Line(key), Problem: problem}}
}

// setting returns a finding about a flag.
func setting(problem message.Text) []Finding { return []Finding{{Problem: problem}} }
