package setup

import (
	"slices"
	"strings"

	"charte/internal/audit"
)

// order lists the purposes as a new charter has them; each is an id and a key of kinds
// in words.toml.
var order = []string{"necessary", "audience", "statistics", "video", "maps", "social", "comments", "chat", "security", "advertising"}

// purpose is a purpose of a new charter with its tools.
type purpose struct {
	id    string
	tools []Use
}

// purposes groups the tools by what they are for, in order. The first is always that of
// the trackers that the portal needs.
func (a *Answers) purposes() ([]purpose, error) {
	known, err := audit.Known()
	if err != nil {
		return nil, err
	}
	var tools []Use
	for _, t := range known {
		if t.Name == "Charte" || t.Name == "Opendatasoft" && a.Opendatasoft {
			tools = append(tools, Use{Tool: t})
		}
	}
	tools = append(tools, a.Tools...)
	var all []purpose
	for _, id := range order {
		p := purpose{id: id, tools: slices.DeleteFunc(slices.Clone(tools), func(u Use) bool { return u.purpose() != id })}
		if len(p.tools) > 0 {
			all = append(all, p)
		}
	}
	return all, nil
}

// entry returns the purpose as the front matter of charter.md declares it.
func (p purpose) entry(w *words, controller string) string {
	lines := []string{"  - id: " + p.id}
	switch p.id {
	case "necessary":
		lines = append(lines, "    exempt: true", "    exempt_reasons: [authentication, interface, choice]", "    providers: ["+yaml(controller)+"]")
	case "audience":
		lines = append(lines, "    exempt: true", "    exempt_reasons: [audience]", "    objection: true")
	}
	var keys []string
	for _, u := range p.tools {
		if key := u.key(); key != "" {
			keys = append(keys, key)
		}
	}
	if len(keys) > 0 {
		lines = append(lines, "    platform_keys: ["+strings.Join(keys, ", ")+"]")
	}
	if without := w.Kinds[p.id].Without; without != "" {
		lines = append(lines, "    without: "+without)
	}
	return strings.Join(lines, "\n") + "\n"
}

// section returns the heading, description and table of the purpose in one language.
// heading holds its number signs.
func (p purpose) section(w *words, heading, controller string) string {
	k := w.Kinds[p.id]
	short := k.Short
	if short == "" {
		short = k.Title
	}
	text := heading + " " + k.Title + " {#" + p.id + ` short="` + short + "\"}\n\n" + k.Text + "\n\n"
	if p.id == "audience" {
		var names []string
		for _, u := range p.tools {
			names = append(names, u.Name)
		}
		text += fill(w.Criteria, map[string]string{"Tools": strings.Join(names, ", ")}) + "\n\n"
	}
	var table string
	for i, u := range p.tools {
		rows := w.table(w.trackers(u, controller))
		if i > 0 { // without the header
			rows = strings.SplitN(rows, "\n", 3)[2]
		}
		table += rows
	}
	return text + table
}
