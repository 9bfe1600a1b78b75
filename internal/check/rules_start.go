package check

import (
	"errors"
	"path"
	"strings"

	"charte/internal/charter"
	"charte/internal/message"
	"charte/internal/theme"
)

// startRules report the errors that prevent serve from starting, and the warnings
// of the charter's parser.
func startRules() []Rule {
	return []Rule{
		{"charter", Fault, Stops, "The charter contains an error, so what it declares is uncertain.", "the charter's format", "Correct the line that the message names.", ofCharter("")},
		{"controller-missing", Fault, Stops, "Visitors must know who asks for their consent.", "C-10; LD §24; GDPR art. 13(1)(a)",
			"Name the authority under controller: in charter.md.", ofCharter(charter.AboutController)},
		{"languages-differ", Fault, Stops, "Every language must ask about the same purposes and trackers.", "H-09; GDPR art. 12(1)",
			"Add the missing row or section to that language.", ofCharter(charter.AboutLanguages)},
		{"platform-key", Fault, Stops, "Consent to a purpose may enable only the platform tools whose cookies it declares.", "the platform's reader; H-02; LD §25",
			"Declare the tool's cookies, or delete the key.", ofCharter(charter.AboutPlatform)},
		{"charter-doubt", Warning, Silent, "The charter is valid, but a line may not have the intended effect.", "the charter's format", "Correct the line that the message names.", doubts},
		{"contrast", Fault, Stops, "Text and controls with too little contrast are unreadable for some people.", "A-15; D-02; RGAA 3.2, 3.3; WCAG 1.4.3, 1.4.11",
			"Write the colour that the message names; in theme.css, make one of the two colours darker or lighter.", errorsThat(theme.IsContrast)},
		{"theme", Fault, Stops, "A theme may set only known values, so that it cannot hide a control or load anything from another host.", "C-05; X-08", "Use only the properties that the message lists.", errorsThat(isTheme)},
		{"setting", Fault, Stops, "A flag has an invalid value.", "charte serve --help", "Set the flag to a value that the message allows.", errorsThat(isSetting)},
		{"content", Fault, Stops, "A file of the content folder is missing, unreadable or invalid.", "the charter's format", "Correct the file that the message names.", errorsThat(isContent)},
	}
}

// flatten returns the single errors in joined errors.
func flatten(all []error) []error {
	var single []error
	for _, err := range all {
		if several, ok := err.(interface{ Unwrap() []error }); ok {
			single = append(single, flatten(several.Unwrap())...)
		} else if err != nil {
			single = append(single, err)
		}
	}
	return single
}

// ofCharter reports the faults of the charter about one topic.
func ofCharter(topic charter.Topic) func(*Input) []Finding {
	return func(in *Input) []Finding {
		var found []Finding
		for _, err := range flatten(in.Stops) {
			if fault := (charter.Fault{}); errors.As(err, &fault) && fault.Topic == topic {
				found = append(found, Finding(fault.Fault))
			}
		}
		return found
	}
}

func doubts(in *Input) []Finding {
	if in.Charter == nil {
		return nil
	}
	var found []Finding
	for _, w := range in.Charter.Warnings {
		found = append(found, Finding(w.Fault))
	}
	return found
}

// leaf converts an error that does not come from the charter's parser to a finding.
func leaf(err error) Finding {
	fault := message.Fault{}
	if isSetting(err) || !errors.As(err, &fault) {
		return Finding{Problem: message.OfError(err)}
	}
	fault.File = path.Base(fault.File)
	if strings.HasPrefix(fault.File, "active.") {
		fault.File = "locales/" + fault.File
	}
	return Finding(fault)
}

func isSetting(err error) bool { return strings.HasPrefix(err.Error(), "--") }

func isTheme(err error) bool { return leaf(err).File == "theme.css" && !theme.IsContrast(err) }

func isContent(err error) bool {
	return !isSetting(err) && leaf(err).File != "theme.css" && !theme.IsContrast(err)
}

// errorsThat returns a search for the errors, other than the charter's, for which is
// returns true.
func errorsThat(is func(error) bool) func(*Input) []Finding {
	return func(in *Input) []Finding {
		var found []Finding
		for _, err := range flatten(in.Stops) {
			if fault := (charter.Fault{}); !errors.As(err, &fault) && is(err) {
				found = append(found, leaf(err))
			}
		}
		return found
	}
}
