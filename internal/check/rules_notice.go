package check

import (
	"strings"

	"charte/internal/charter"
	"charte/internal/message"
)

// noticeRules are about the mandatory content of a data-protection notice.
func noticeRules() []Rule {
	return []Rule{
		{"contact-missing", Warning, Silent, "Visitors must be able to contact the controller.", "H-01; GDPR art. 13(1)(a)",
			"Write contact: and an address under controller:.", noContact},
		{"dpo-missing", Warning, Silent, "A public body must give the contact details of its data-protection officer.", "H-01; GDPR art. 13(1)(b), 37(1)(a)",
			"Write dpo: and an address under controller:.", noOfficer},
		{"rights-missing", Warning, Silent, "The notice must mention the withdrawal of consent, the visitors' rights and complaints to the CNIL.", "H-01; C-15; GDPR art. 7(3), 13(2)",
			"Add the missing points; the last section of the built-in charter can serve as a model.", noRights},
		{"legal-notice-missing", Notice, Silent, "The pages link to the legal notice only if the charter gives its address.", "H-11",
			"Write legal_notice: and its address.", noLegalNotice},
	}
}

func noContact(in *Input) []Finding {
	if in.Charter == nil || in.Charter.Controller.Contact != "" {
		return nil
	}
	return in.front("controller.contact", message.Of("the controller has no contact"))
}

func noOfficer(in *Input) []Finding {
	if in.Charter == nil || in.Charter.Controller.DPO != "" {
		return nil
	}
	return in.front("controller.dpo", message.Of("the data-protection officer has no contact"))
}

func noLegalNotice(in *Input) []Finding {
	if in.Charter == nil || in.Charter.LegalNotice != "" {
		return nil
	}
	return in.front("legal_notice", message.Of("the legal notice has no address"))
}

// parts are the points that the notice must mention, with the pattern that finds
// each. A language without that pattern is not checked.
var parts = []struct {
	name    message.Text
	pattern string
}{
	{message.Of("withdrawal"), "withdrawal"},
	{message.Of("rights"), "rights"},
	{message.Of("the CNIL"), "authority"},
}

func noRights(in *Input) []Finding {
	if in.Charter == nil {
		return nil
	}
	var found []Finding
	for _, language := range in.Charter.Languages {
		text := fold(fullText(in.Charter.In(language)))
		var lacking message.Text
		for _, part := range parts {
			if p := vocabulary().in[language][part.pattern]; p != nil && !p.MatchString(text) {
				lacking = join(lacking, part.name)
			}
		}
		if !lacking.IsZero() {
			found = append(found, Finding{File: in.Charter.File(language), Problem: message.Of("does not mention %s", lacking)})
		}
	}
	return found
}

// join appends a part to others.
func join(others, part message.Text) message.Text {
	if others.IsZero() {
		return part
	}
	return message.Of("%s, %s", others, part)
}

// fullText returns the whole text of a charter, as HTML.
func fullText(c *charter.Translation) string {
	all := []string{c.Title, c.Lead}
	for _, s := range c.Sections {
		all = append(all, s.Title, s.HTML)
	}
	return strings.Join(all, "\n")
}
