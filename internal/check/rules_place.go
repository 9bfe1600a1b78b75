package check

import (
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// placeRules are about the placeholders in the interface texts, such as {{.Sites}}.
func placeRules() []Rule {
	return []Rule{
		{"place-missing", Warning, Silent, "Without this placeholder, the text lacks a fact that it must give: who asks, for which sites, or until when.", "C-10; C-26; H-09",
			"Put the placeholder where its value belongs in the sentence.", placesMissing},
		{"place-unknown", Fault, Stops, "An unknown placeholder is shown as “<no value>”.", "H-09; C-10",
			"Use only the placeholders of the built-in text.", placesUnknown},
	}
}

var (
	textLine  = regexp.MustCompile(`^\s*"?(\w+)"?\s*=\s*(.*)$`)
	textPlace = regexp.MustCompile(`\{\{\s*\.(\w+)`)
)

// text is one line of a text file. Texts in another form than key = "…" are not
// checked.
type text struct {
	key, places string // the placeholders in alphabetical order, separated by spaces
	line        int
}

func textsOf(f File) []text {
	var all []text
	if !strings.HasSuffix(f.Name, ".toml") {
		return nil
	}
	for i, line := range strings.Split(f.Text, "\n") {
		if m := textLine.FindStringSubmatch(line); m != nil {
			all = append(all, text{m[1], strings.Join(placesIn(m[2]), " "), i + 1})
		}
	}
	return all
}

func placesIn(value string) []string {
	var names []string
	for _, m := range textPlace.FindAllStringSubmatch(value, -1) {
		names = append(names, m[1])
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// comparePlaces calls wrong with the placeholders of the built-in text and of the
// text in the file. It returns a finding for each text for which wrong returns names.
func comparePlaces(in *Input, wrong func(model, own []string) []string, problem func(key, places string) message.Text) []Finding {
	model := map[string]string{}
	for _, t := range textsOf(in.Model) {
		model[t.key] = t.places
	}
	var found []Finding
	for _, f := range in.Files {
		for _, t := range textsOf(f) {
			places, known := model[t.key]
			if names := wrong(strings.Fields(places), strings.Fields(t.places)); known && len(names) > 0 {
				found = append(found, Finding{File: f.Name, Line: t.line, Problem: problem(t.key, "{{."+strings.Join(names, "}} {{.")+"}}")})
			}
		}
	}
	return found
}

func placesMissing(in *Input) []Finding {
	return comparePlaces(in, without, func(key, places string) message.Text { return message.Of("the text %s lacks %s", key, places) })
}

func placesUnknown(in *Input) []Finding {
	return comparePlaces(in, func(model, own []string) []string { return without(own, model) },
		func(key, places string) message.Text {
			return message.Of("the text %s has an unknown placeholder: %s", key, places)
		})
}

// without returns the elements of all that are not in some.
func without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(name string) bool { return slices.Contains(some, name) })
}
