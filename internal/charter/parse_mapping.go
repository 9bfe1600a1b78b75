package charter

import (
	"slices"
	"strings"

	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

// mapping is one mapping of the front matter. Its methods return the values of
// its keys; they report a fault if a value has another type, and return the zero
// value if the key is absent.
type mapping struct {
	front  *frontMatter
	values map[string]*yaml.Node
}

// mapping reads a mapping, and reports unknown and repeated keys as faults. where
// names the mapping in messages. A nil node is an empty mapping.
func (f *frontMatter) mapping(node *yaml.Node, where message.Text, known ...string) mapping {
	m := mapping{f, map[string]*yaml.Node{}}
	if node == nil {
		return m
	}
	if node.Kind != yaml.MappingNode {
		f.faultAt(node, message.Of("%s must be keys with values", where), message.Of("write one \"key: value\" a line"))
		return m
	}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		switch {
		case !slices.Contains(known, key.Value):
			f.faultAt(key, message.Of("unknown key %q in %s", key.Value, where), message.Of("the keys are %s", strings.Join(known, ", ")))
		case m.values[key.Value] != nil:
			f.faultAt(key, message.Of("the key %q is repeated in %s", key.Value, where), message.Of("delete one"))
		default:
			m.values[key.Value] = value
		}
	}
	return m
}

// isEmpty reports whether a key is absent or has an empty value.
func (m mapping) isEmpty(key string) bool {
	node := m.values[key]
	switch {
	case node == nil || node.Tag == "!!null":
		return true
	case node.Kind == yaml.ScalarNode:
		return node.Value == ""
	}
	return len(node.Content) == 0
}

// text returns a text value.
func (m mapping) text(key string) string { return m.front.text(m.values[key], key) }

// texts returns the items of a list of texts, each once and without the empty ones.
func (m mapping) texts(key string) (all []string) {
	for _, node := range m.list(key) {
		all = appendNew(all, m.front.text(node, key))
	}
	return all
}

// flag returns a value that must be true or false.
func (m mapping) flag(key string) bool {
	node := m.values[key]
	if node == nil {
		return false
	}
	if node.Kind != yaml.ScalarNode || node.Tag != "!!bool" {
		m.front.faultAt(node, message.Of("%s must be true or false", key), message.Of("write %s: true, or delete the line", key))
		return true // probably what was meant; avoids further faults
	}
	return strings.EqualFold(node.Value, "true")
}

// list returns the items of a list.
func (m mapping) list(key string) []*yaml.Node {
	node := m.values[key]
	switch {
	case node == nil || node.Tag == "!!null":
		return nil
	case node.Kind != yaml.SequenceNode:
		m.front.faultAt(node, message.Of("%s must be a list", key), message.Of("write one \"- item\" a line under %s:", key))
		return nil
	}
	return node.Content
}

// text returns a node that must be a text; key names it in messages.
func (f *frontMatter) text(node *yaml.Node, key string) string {
	switch {
	case node == nil || node.Tag == "!!null":
		return ""
	case node.Kind != yaml.ScalarNode:
		f.faultAt(node, message.Of("%s must be a text", key), message.Of("write %s: and the text on one line", key))
		return ""
	}
	return strings.TrimSpace(node.Value)
}

// appendNew appends text unless it is empty or in the list.
func appendNew(list []string, text string) []string {
	if text == "" || slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
