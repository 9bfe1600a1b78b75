package check

import (
	"time"

	"charte/internal/charter"
	"charte/internal/message"
)

// trackerRules are about the rows of the tracker tables.
func trackerRules() []Rule {
	return []Rule{
		{"lifetime-missing", Fault, Warns, "Consent is informed only if visitors know how long each cookie lasts.", "H-02; CJEU C-673/17",
			"Write the duration in the row's duration column.", asked(noLifetime)},
		{"provider-missing", Fault, Warns, "Visitors consent to a named provider: the charter must identify who sets or reads each cookie.", "H-02; C-12; LD §25",
			"Name the provider in the row, or under providers: if the purpose has only one.", asked(noProvider)},
		{"exempt-row-incomplete", Warning, Silent, "Exempt trackers should be declared as completely as the others.", "H-02; H-03; RC §49-50",
			"Write provider and duration in the row.", exemptRows},
		{"lifetime-unreadable", Notice, Silent, "The program cannot read this duration, so it was not compared with any limit.", "H-07",
			"Write it as a number and a unit, such as 13 months, or session.", unreadable},
		{"lifetime-differs", Fault, Warns, "A cookie cannot last longer in one language than in another.", "H-09; GDPR art. 12(1)",
			"Correct the wrong one.", lifetimesDiffer},
	}
}

// rows calls wrong for each tracker row of the exempt (or non-exempt) purposes and
// returns a finding for each problem.
func rows(exempt bool, wrong func(place, charter.Tracker) message.Text) func(*Input) []Finding {
	return func(in *Input) []Finding {
		var found []Finding
		for _, p := range in.places() {
			if p.purpose.Exempt != exempt {
				continue
			}
			for _, t := range p.text.Trackers {
				if problem := wrong(p, t); !problem.IsZero() {
					found = append(found, p.at(t.Line, problem))
				}
			}
		}
		return found
	}
}

func asked(wrong func(place, charter.Tracker) message.Text) func(*Input) []Finding {
	return rows(false, wrong)
}

func noLifetime(_ place, t charter.Tracker) message.Text {
	if t.Duration != "" {
		return message.Text{}
	}
	return message.Of("the tracker %q has no duration", t.Name)
}

// noProvider accepts a row without provider if the purpose has exactly one.
func noProvider(p place, t charter.Tracker) message.Text {
	if len(t.Providers) > 0 || len(p.purpose.Providers) == 1 {
		return message.Text{}
	}
	return message.Of("the tracker %q has no provider", t.Name)
}

func exemptRows(in *Input) []Finding {
	return rows(true, func(p place, t charter.Tracker) message.Text {
		if problem := noLifetime(p, t); !problem.IsZero() {
			return problem
		}
		return noProvider(p, t)
	})(in)
}

func unreadable(in *Input) []Finding {
	wrong := func(_ place, t charter.Tracker) message.Text {
		if _, ok := Lifetime(t.Duration); ok || t.Duration == "" {
			return message.Text{}
		}
		return message.Of("the duration %q of the tracker %q cannot be read", t.Duration, t.Name)
	}
	return append(rows(true, wrong)(in), rows(false, wrong)(in)...)
}

// lifetimesDiffer compares each language with the original.
func lifetimesDiffer(in *Input) []Finding {
	original := map[string]time.Duration{}
	var findings []Finding
	for _, p := range in.places() {
		for _, t := range p.text.Trackers {
			length, ok := Lifetime(t.Duration)
			key := p.purpose.ID + " " + t.Name
			first, found := original[key]
			switch {
			case !ok:
			case p.language == in.Charter.Languages[0]:
				original[key] = length
			case found && first != length:
				findings = append(findings, p.at(t.Line, message.Of("the tracker %q lasts %q here, but not in %s", t.Name, t.Duration, in.Charter.File(in.Charter.Language))))
			}
		}
	}
	return findings
}
