package charter

import (
	"slices"

	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

// originalKeys lists the keys that belong in charter.md alone, purposeKeys those of a
// purpose there.
var (
	originalKeys = []string{"platform", "controller", "effective", "sites", "nothing_to_ask", "accessibility", "legal_notice", "colour", "heights", "handle", "retention_confirmed", "platform_audited"}
	purposeKeys  = []string{"exempt", "exempt_reasons", "none_today", "platform_keys", "providers"}
)

// removeCopied removes the keys of charter.md from the front matter of a translation,
// and reports them together: the front matter was copied.
func removeCopied(f *frontMatter) {
	if f.root == nil || f.root.Kind != yaml.MappingNode {
		return
	}
	if countKeys(f.root, originalKeys) < 2 { // one key is a slip, reported on its own line
		return
	}
	removed := removeKeys(f.root, originalKeys)
	if purposes := valueOf(f.root, "purposes"); purposes != nil {
		for _, item := range purposes.Content {
			removed += removeKeys(item, purposeKeys)
		}
	}
	f.fault(f.line, message.Of("the front matter repeats %d keys of charter.md, which belong in that file alone", removed),
		message.Of("leave only logo_alt:, accessibility: with its translated lists, and purposes: with id: and without:, or delete the front matter"))
}

// countKeys returns how many keys of a list a mapping has.
func countKeys(m *yaml.Node, keys []string) (n int) {
	for i := 0; i < len(m.Content); i += 2 {
		if slices.Contains(keys, m.Content[i].Value) {
			n++
		}
	}
	return n
}

// removeKeys removes keys from a mapping and returns how many it had.
func removeKeys(m *yaml.Node, keys []string) (removed int) {
	if m.Kind != yaml.MappingNode {
		return 0
	}
	for i := 0; i+1 < len(m.Content); {
		if slices.Contains(keys, m.Content[i].Value) {
			m.Content, removed = slices.Delete(m.Content, i, i+2), removed+1
			continue
		}
		i += 2
	}
	return removed
}

// valueOf returns the value of a key of a mapping; nil if it has none.
func valueOf(m *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(m.Content); i += 2 {
		if m.Content[i].Value == key {
			return m.Content[i+1]
		}
	}
	return nil
}
