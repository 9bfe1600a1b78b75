package charter

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"charte/internal/message"

	"go.abhg.dev/goldmark/frontmatter"
	"gopkg.in/yaml.v3"
)

// frontMatter is the YAML block at the start of a file.
type frontMatter struct {
	*source
	root *yaml.Node // its mapping; nil if the file has no front matter
	line int        // line of the opening ---; 0 if the file has no front matter
}

// readFrontMatter decodes the front matter that goldmark found; data is nil if
// there is none. It reports a fault and returns nil if it is not valid.
func readFrontMatter(s *source, data *frontmatter.Data) *frontMatter {
	f := &frontMatter{source: s}
	if data == nil {
		return f
	}
	f.line = 1
	if len(bytes.TrimSpace([]byte(s.lineText(1)))) == 0 {
		f.line = 2
	}
	opening := s.lineText(f.line)
	lines := bytes.Split(s.text, []byte("\n"))[f.line:]
	if !slices.ContainsFunc(lines, func(l []byte) bool { return string(l) == opening }) {
		s.fault(f.line, message.Of("the front matter has no closing line"), message.Of("put a line %s under its last key", opening))
		return nil
	}
	var node yaml.Node
	if err := data.Decode(&node); err != nil {
		f.faultYAML(err)
		return nil
	}
	f.root = &yaml.Node{Kind: yaml.MappingNode, Line: 1}
	if len(node.Content) > 0 {
		f.root = node.Content[0]
	}
	return f
}

var yamlLine = regexp.MustCompile(`^yaml: line (\d+): `)

// faultYAML reports a YAML error on its line in the file.
func (f *frontMatter) faultYAML(err error) {
	line, problem := f.line, strings.TrimPrefix(err.Error(), "yaml: ")
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil {
		n, _ := strconv.Atoi(m[1])
		line, problem = min(f.line+n, len(f.lineStarts)), strings.TrimPrefix(err.Error(), m[0])
	}
	f.fault(line, message.Of("the front matter is not YAML (%s)", problem),
		message.Of(`indent with spaces, write "key: value", and quote values that hold ": " or "#"`))
}

// lineOf returns the line of a node in the file.
func (f *frontMatter) lineOf(node *yaml.Node) int { return f.line + node.Line }

// faultAt reports an error in a value of the front matter.
func (f *frontMatter) faultAt(node *yaml.Node, problem, fix message.Text) {
	f.fault(f.lineOf(node), problem, fix)
}

// bodyStart returns the first line after the front matter.
func (f *frontMatter) bodyStart() int {
	if f.root == nil {
		return 1
	}
	opening := f.lineText(f.line)
	for n := f.line + 1; n < len(f.lineStarts); n++ {
		if f.lineText(n) == opening {
			return n + 1
		}
	}
	return len(f.lineStarts)
}

// keyLines returns the line of each key, by its path, such as "controller.dpo".
func (f *frontMatter) keyLines() map[string]int {
	lines := map[string]int{}
	var add func(node *yaml.Node, prefix string)
	add = func(node *yaml.Node, prefix string) {
		if node == nil || node.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(node.Content); i += 2 {
			key, value := node.Content[i], node.Content[i+1]
			lines[prefix+key.Value] = f.lineOf(key)
			add(value, prefix+key.Value+".")
		}
	}
	add(f.root, "")
	return lines
}
