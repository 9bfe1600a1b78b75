package charter

import (
	"strconv"
	"strings"

	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

// states are the states of conformity, the default first.
var states = []string{"non", "partiellement", "totalement"}

var statementKeys = []string{
	"state", "established", "updated", "audited", "auditor", "percentage", "report",
	"nonconformities", "burden", "out_of_scope", "environment", "tools", "pages",
	"scheme", "plan", "contact", "reply_within",
}

// readStatement reads the key accessibility: a state, the address of the portal's
// statement, or a mapping.
func readStatement(m mapping) Statement {
	node := m.values["accessibility"]
	if node == nil || node.Kind != yaml.MappingNode {
		if text := m.text("accessibility"); isWebAddress(text) {
			return Statement{Address: text}
		}
		return Statement{State: m.oneOf("accessibility", states...)}
	}
	s := m.front.mapping(node, message.Plain("accessibility"), statementKeys...)
	return Statement{
		State:       s.oneOf("state", states...),
		Established: s.date("established"),
		Updated:     s.date("updated"),
		Audit: Audit{
			On: s.date("audited"), Auditor: s.text("auditor"), Percentage: readPercentage(s), Report: s.address("report"),
		},
		StatementTexts: readStatementTexts(s),
		Scheme:         s.address("scheme"), Plan: s.address("plan"),
		Contact: s.contact("contact"),
	}
}

// translatedKeys lists the keys of accessibility: that a translation may have.
var translatedKeys = []string{"nonconformities", "burden", "out_of_scope", "environment", "tools", "pages", "reply_within"}

func readStatementTexts(s mapping) StatementTexts {
	return StatementTexts{
		NonConformities: s.texts("nonconformities"), Burden: s.texts("burden"), OutOfScope: s.texts("out_of_scope"),
		Environment: s.texts("environment"), Tools: s.texts("tools"), Pages: s.texts("pages"),
		ReplyWithin: s.text("reply_within"),
	}
}

// readTranslatedStatement reads the key accessibility: of a translation. A list has as
// many items as in charter.md, so that every visitor reads of the same faults.
func readTranslatedStatement(f *frontMatter, node *yaml.Node, original StatementTexts) StatementTexts {
	s := f.mapping(node, message.Of("accessibility of a translation (the rest belongs in charter.md)"), translatedKeys...)
	texts := readStatementTexts(s)
	declared := original.lists()
	for key, translated := range texts.lists() {
		if n := len(translated); n > 0 && n != len(declared[key]) {
			f.faultAt(s.values[key], message.Of("%s: items here: %d, in charter.md: %d", key, n, len(declared[key])), message.Of("translate each item, in the same order, or delete the key: then the texts of charter.md are shown"))
		}
	}
	return texts
}

// lists returns the lists by their keys.
func (t StatementTexts) lists() map[string][]string {
	return map[string][]string{
		"nonconformities": t.NonConformities, "burden": t.Burden, "out_of_scope": t.OutOfScope,
		"environment": t.Environment, "tools": t.Tools, "pages": t.Pages,
	}
}

// readPercentage returns a number from 0 to 100, written with or without a percent
// sign, and nil if the key is empty.
func readPercentage(m mapping) *float64 {
	text := m.text("percentage")
	if text == "" {
		return nil
	}
	number := strings.TrimRight(strings.TrimSuffix(text, "%"), " \u00a0\u202f")
	value, err := strconv.ParseFloat(strings.ReplaceAll(number, ",", "."), 64)
	if err != nil || !(value >= 0 && value <= 100) {
		m.front.faultAt(m.values["percentage"], message.Of("percentage %q is not a number from 0 to 100", text), message.Of("write the percentage of the RGAA criteria that are met, from the audit's report: 76 or 76,5"))
		return nil
	}
	return &value
}
