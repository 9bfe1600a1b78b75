package check

import "charte/internal/message"

// environmentRules are about where the settings come from.
func environmentRules() []Rule {
	return []Rule{
		{"setting-unused", Fault, Warns, "A misspelt setting is ignored, and the default is used in its place.", "charte settings",
			"Correct the name or the line, or remove it.", func(in *Input) []Finding { return aboutSettings(in.Unused) }},
		{"setting-elsewhere", Fault, Warns, "The commands must use the settings of the service, or they check another registry.", "charte settings",
			"Write the setting into the file of settings, and remove it from the unit.", func(in *Input) []Finding { return aboutSettings(in.Elsewhere) }},
	}
}

// aboutSettings returns one finding for each problem.
func aboutSettings(problems []message.Text) []Finding {
	var found []Finding
	for _, problem := range problems {
		found = append(found, setting(problem)...)
	}
	return found
}
