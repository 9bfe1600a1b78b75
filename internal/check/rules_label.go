package check

import (
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// labelRules are about the words on the buttons.
func labelRules() []Rule {
	return []Rule{
		{"label-loaded", Warning, Silent, "Refusing must be worded as plainly as accepting: no regret, no “non-essential”, no “continue without”.", "C-05; C-06; RC art. 2.4",
			"Use the labels of the built-in texts: Refuse all, Accept all.", loaded},
	}
}

// firstLayerTexts matches the interface texts shown beside the buttons.
var firstLayerTexts = regexp.MustCompile(`^\s*"?(banner_\w+|consequence\w*|none_today|refuse|accept|choose|notice)"?\s*=(.*)$`)

// labels are the ids of the button texts.
var labels = []string{"refuse", "accept", "choose", "save"}

// textLines calls wrong for each interface text that the pattern matches and returns
// a finding for each problem.
func textLines(in *Input, what *regexp.Regexp, wrong func(key, text string) message.Text) []Finding {
	var found []Finding
	for _, f := range in.Files {
		if !strings.HasSuffix(f.Name, ".toml") {
			continue
		}
		for i, line := range strings.Split(visibleText(f), "\n") {
			if m := what.FindStringSubmatch(line); m != nil {
				if problem := wrong(m[1], m[2]); !problem.IsZero() {
					found = append(found, Finding{File: f.Name, Line: i + 1, Problem: problem})
				}
			}
		}
	}
	return found
}

func loaded(in *Input) []Finding {
	return textLines(in, firstLayerTexts, func(key, text string) message.Text {
		if word := pattern("loaded_label").FindString(text); word != "" && slices.Contains(labels, key) {
			return message.Of("the button %s contains %q", key, word)
		}
		return message.Text{}
	})
}
