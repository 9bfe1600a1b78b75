package charter

import (
	"slices"
	"strings"

	"charte/internal/consent"
	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

// declaredPurpose is a purpose as the front matter declares it.
type declaredPurpose struct {
	consent.Purpose
	line           int // of its id
	exemptReasons  []string
	selfAssessment string
	optOutCookies  []string
}

// readPurposes reads the purposes of the front matter, and adds what is missing
// without each of them to texts.
func readPurposes(m mapping, texts map[string]without) []declaredPurpose {
	f := m.front
	var all []declaredPurpose
	for _, item := range m.list("purposes") {
		p, ok := readPurpose(f, item, texts)
		if !ok {
			continue
		}
		if i := slices.IndexFunc(all, func(o declaredPurpose) bool { return o.ID == p.ID }); i >= 0 {
			f.fault(p.line, message.Of("the purpose %q is already declared on line %d", p.ID, all[i].line), message.Of("delete one, or give it another id"))
			continue
		}
		all = append(all, p)
	}
	if len(all) > consent.MaxPurposes {
		f.fault(all[consent.MaxPurposes].line, message.Of("%d purposes are declared; the cookie has room for %d", len(all), consent.MaxPurposes),
			message.Of("merge purposes that visitors cannot distinguish"))
	}
	return all
}

// readPurpose reads one purpose, and returns false if it has no id.
func readPurpose(f *frontMatter, item *yaml.Node, texts map[string]without) (declaredPurpose, bool) {
	m := f.mapping(item, message.Of("a purpose"), append([]string{"id", "exempt", "exempt_reasons", "none_today", "platform_keys", "providers", "without"}, objectionKeys...)...)
	p := declaredPurpose{}
	p.ID = m.text("id")
	if p.ID == "" {
		f.faultAt(item, message.Of("a purpose has no id"), message.Of("write id: and a short name in lower case, such as statistics"))
		return p, false
	}
	p.line = f.lineOf(m.values["id"])
	if err := consent.CheckPurposeID(p.ID); err != nil {
		f.fault(p.line, message.Of("the purpose id %q is not valid", p.ID), idFix(p.ID, err))
	}
	p.Exempt = m.flag("exempt")
	p.NoneToday = m.flag("none_today")
	for _, node := range m.list("platform_keys") {
		p.PlatformKeys = appendNew(p.PlatformKeys, readPlatformKey(f, node))
	}
	for _, provider := range m.texts("providers") {
		p.Providers = appendNew(p.Providers, collapse(provider))
	}
	p.exemptReasons = m.texts("exempt_reasons")
	checkExemption(m, p)
	readObjection(m, &p)
	readWithout(m, p.ID, texts)
	if p.Exempt && texts[p.ID].text != "" {
		f.faultAt(m.values["without"], message.Of("the exempt purpose %q has without, but it cannot be refused", p.ID), message.Of("delete the line"))
	}
	return p, true
}

// checkExemption reports keys that are not allowed in an exempt purpose, or only there.
func checkExemption(m mapping, p declaredPurpose) {
	f := m.front
	if !p.Exempt && len(p.exemptReasons) > 0 {
		f.faultAt(m.values["exempt_reasons"], message.Of("the purpose %q has exempt_reasons, but is not exempt", p.ID), message.Of("delete the line, or write exempt: true if the law exempts every one of its trackers"))
	}
	if p.Exempt && p.NoneToday {
		f.faultAt(m.values["none_today"], message.Of("the exempt purpose %q has none_today, which is only for purposes that need consent", p.ID), message.Of("delete the line"))
	}
}

// readPlatformKey returns a key of the platform's cookie, and "" if it is not one.
func readPlatformKey(f *frontMatter, node *yaml.Node) string {
	key := f.text(node, "platform_keys")
	if !slices.Contains(consent.PlatformKeys(), key) {
		f.faultAt(node, message.Of("the platform key %q is not known", key), message.Of("the platform reads %s", strings.Join(consent.PlatformKeys(), ", ")))
		return ""
	}
	return key
}
