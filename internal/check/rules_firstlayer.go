package check

import (
	"fmt"
	"unicode/utf8"

	"charte/internal/message"
)

// Maximum lengths of the name and description of a purpose, in characters (C-11).
const (
	maxTitle   = 60
	maxSummary = 200
)

// firstLayerRules are about the texts that visitors read before a choice.
func firstLayerRules() []Rule {
	return []Rule{
		{"title-says-who", Warning, Silent, "The name of a purpose must describe what its trackers are for, not who sets them.", "C-11; LD §22-23; RC art. 2.1",
			"Name the use, such as “Measuring the audience” or “Watching the videos”.", namesProvider},
		{"title-long", Warning, Silent, "Visitors do not read long names.", "C-11; RC art. 2.1",
			fmt.Sprintf("Give the heading a short name of %d characters or less: {#id short=\"…\"}.", maxTitle), longTitle},
		{"summary-long", Warning, Silent, "Before a choice, visitors read one short sentence for each purpose; details come later.", "C-11; RC art. 2.1",
			fmt.Sprintf("Shorten the first paragraph to %d characters or less, and put the rest in a second one.", maxSummary), longSummary},
		{"jargon", Warning, Silent, "Visitors do not understand technical jargon.", "C-11; LD §22; GDPR art. 12(1)",
			"Use everyday words.", jargonUsed},
		{"legitimate-interest", Fault, Warns, "Legitimate interest is not a legal basis for storing or reading a tracker.", "EDPB taskforce, type H; loi 78-17 art. 82",
			"Ask for consent, or declare the purpose exempt with its reason.", interest},
	}
}

// described calls wrong for each non-exempt purpose in each language and returns a
// finding for each problem.
func described(in *Input, wrong func(place) message.Text) []Finding {
	var found []Finding
	for _, p := range in.places() {
		if problem := wrong(p); !problem.IsZero() && !p.purpose.Exempt {
			found = append(found, p.at(p.text.Line, problem))
		}
	}
	return found
}

func namesProvider(in *Input) []Finding {
	return described(in, func(p place) message.Text {
		if !pattern("who").MatchString(fold(p.text.Short)) {
			return message.Text{}
		}
		return message.Of("the purpose %q has the name %q, which describes who sets the cookies", p.purpose.ID, p.text.Short)
	})
}

func longTitle(in *Input) []Finding {
	var found []Finding
	for _, p := range in.places() {
		if n := utf8.RuneCountInString(p.text.Short); n > maxTitle {
			found = append(found, p.at(p.text.Line, message.Of("the name of the purpose %q has %d characters", p.purpose.ID, n)))
		}
	}
	return found
}

func longSummary(in *Input) []Finding {
	return described(in, func(p place) message.Text {
		n := utf8.RuneCountInString(p.text.Description)
		if n <= maxSummary {
			return message.Text{}
		}
		return message.Of("the description of the purpose %q has %d characters", p.purpose.ID, n)
	})
}

func jargonUsed(in *Input) []Finding {
	found := described(in, func(p place) message.Text {
		if word := pattern("jargon").FindString(fold(p.text.Short + " " + p.text.Description + " " + p.text.Without)); word != "" {
			return message.Of("the purpose %q uses the word %q before the choice", p.purpose.ID, word)
		}
		return message.Text{}
	})
	return append(found, textLines(in, firstLayerTexts, func(key, text string) message.Text {
		if word := pattern("jargon").FindString(text); word != "" {
			return message.Of("the text %s uses the word %q before the choice", key, word)
		}
		return message.Text{}
	})...)
}

func interest(in *Input) []Finding {
	return described(in, func(p place) message.Text {
		text := p.text.Title + " " + p.text.Short + " " + p.text.Description
		for _, t := range p.text.Trackers {
			text += " " + t.Purpose
		}
		if !pattern("legitimate_interest").MatchString(fold(text)) {
			return message.Text{}
		}
		return message.Of("the purpose %q relies on legitimate interest", p.purpose.ID)
	})
}
