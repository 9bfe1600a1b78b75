package charter

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"charte/internal/phrase"

	"go.abhg.dev/goldmark/frontmatter"
	"gopkg.in/yaml.v3"
)

// readFront reads the front matter's YAML; lines are counted from its opening.
func (d *document) readFront(data *frontmatter.Data) {
	d.frontLine = 1
	if len(bytes.TrimSpace([]byte(d.lineText(1)))) == 0 {
		d.frontLine = 2
	}
	opening := d.lineText(d.frontLine)
	lines := bytes.Split(d.text, []byte("\n"))[d.frontLine:]
	if !slices.ContainsFunc(lines, func(l []byte) bool { return string(l) == opening }) {
		d.report.fault(d.name, d.frontLine, phrase.Of("the front matter is never closed"), phrase.Of("put a line %s under its last key", opening))
		return
	}
	var node yaml.Node
	if err := data.Decode(&node); err != nil {
		d.faultYAML(err)
		return
	}
	d.front = &yaml.Node{Kind: yaml.MappingNode, Line: 1}
	if len(node.Content) > 0 {
		d.front = node.Content[0]
	}
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// faultYAML reports what the YAML reader could not read, on the file's line.
func (d *document) faultYAML(err error) {
	line, problem := d.frontLine, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1])
		line, problem = min(d.frontLine+n, len(d.starts)), strings.TrimPrefix(err.Error(), m[0])
	}
	d.report.fault(d.name, line, phrase.Of("the front matter is not YAML (%s)", problem),
		phrase.Of(`indent with spaces, write "key: value", and quote values that hold ": " or "#"`))
}

// faultAt reports something about a value of the front matter.
func (d *document) faultAt(node *yaml.Node, problem, mend phrase.Text) {
	d.report.fault(d.name, d.frontLine+node.Line, problem, mend)
}

// mapping returns the values of a mapping by key; keys that are not known, or
// stand twice, are faults. where names the mapping in messages.
func (d *document) mapping(node *yaml.Node, where phrase.Text, known ...string) map[string]*yaml.Node {
	values := map[string]*yaml.Node{}
	if node == nil {
		return values
	}
	if node.Kind != yaml.MappingNode {
		d.faultAt(node, phrase.Of("%s must be keys with values", where), phrase.Of("write one \"key: value\" a line"))
		return values
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			d.faultAt(key, phrase.Of("unknown key %q in %s", key.Value, where), phrase.Of("the keys are %s", strings.Join(known, ", ")))
		case values[key.Value] != nil:
			d.faultAt(key, phrase.Of("the key %q stands twice in %s", key.Value, where), phrase.Of("delete one"))
		default:
			values[key.Value] = value
		}
	}
	return values
}

// words returns a text value; empty where the key is absent or has no value.
func (d *document) words(node *yaml.Node, key string) string {
	switch {
	case node == nil || node.Tag == "!!null":
		return ""
	case node.Kind != yaml.ScalarNode:
		d.faultAt(node, phrase.Of("%s must be a text", key), phrase.Of("write %s: and the text on one line", key))
		return ""
	}
	return strings.TrimSpace(node.Value)
}

// flag returns a value that is true or false.
func (d *document) flag(node *yaml.Node, key string) bool {
	if node == nil {
		return false
	}
	if node.Kind != yaml.ScalarNode || node.Tag != "!!bool" {
		d.faultAt(node, phrase.Of("%s must be true or false", key), phrase.Of("write %s: true, or delete the line", key))
		return true // most likely meant, and so no fault follows from this one
	}
	return strings.EqualFold(node.Value, "true")
}

// list returns the items of a list; none where the key is absent or has no value.
func (d *document) list(node *yaml.Node, key string) []*yaml.Node {
	switch {
	case node == nil || node.Tag == "!!null":
		return nil
	case node.Kind != yaml.SequenceNode:
		d.faultAt(node, phrase.Of("%s must be a list", key), phrase.Of("write one \"- item\" a line under %s:", key))
		return nil
	}
	return node.Content
}
