package charter

import (
	"strings"

	"gopkg.in/yaml.v3"
)

// Line is the line in charter.md of a key of the front matter, "controller.dpo"
// for one inside another; of the nearest key around it where it is absent.
func (s *Set) Line(key string) int {
	for key != "" {
		if line, found := s.lines[key]; found {
			return line
		}
		key = key[:max(strings.LastIndexByte(key, '.'), 0)]
	}
	return 1
}

// HasKey says whether the front matter has a key, "controller.dpo" for one inside
// another.
func (s *Set) HasKey(key string) bool { return s.lines[key] > 0 }

// File is the name of the file that holds a language's charter.
func File(language string) string {
	if language == originalLanguage {
		return originalFile
	}
	return "charter." + language + ".md"
}

// Declaration is what the front matter says of a purpose that decides nothing
// here: it is for the operator to account for.
type Declaration struct {
	// Line is where it is declared in charter.md.
	Line int
	// ExemptReasons say why an exempt purpose needs no consent (CNIL 2020-091 §49).
	ExemptReasons []string
}

// frontLines says on which line each key of the front matter stands.
func (d *document) frontLines() map[string]int {
	lines := map[string]int{}
	var add func(node *yaml.Node, prefix string)
	add = func(node *yaml.Node, prefix string) {
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			lines[prefix+key.Value] = d.frontLine + key.Line
			add(value, prefix+key.Value+".")
		}
	}
	add(d.front, "")
	return lines
}
