package charter

import (
	"slices"
	"strings"

	"charte/internal/consent"
	"charte/internal/phrase"

	"gopkg.in/yaml.v3"
)

// purposes reads the list of purposes in the front matter.
func (d *document) purposes(node *yaml.Node) []declared {
	var all []declared
	for _, item := range d.list(node, "purposes") {
		p, ok := d.purpose(item)
		if !ok {
			continue
		}
		if i := slices.IndexFunc(all, func(o declared) bool { return o.ID == p.ID }); i >= 0 {
			d.report.fault(d.name, p.line, phrase.Of("the purpose %q stands twice; line %d declares it", p.ID, all[i].line), phrase.Of("delete one, or give it another id"))
			continue
		}
		all = append(all, p)
	}
	if len(all) > consent.MaxPurposes {
		d.report.fault(d.name, all[consent.MaxPurposes].line, phrase.Of("%d purposes are declared; the cookie has room for %d", len(all), consent.MaxPurposes),
			phrase.Of("join purposes that a visitor would not tell apart"))
	}
	return all
}

func (d *document) purpose(item *yaml.Node) (declared, bool) {
	f := d.mapping(item, phrase.Of("a purpose"), "id", "exempt", "exempt_reasons", "none_today", "platform_keys", "providers", "without")
	p := declared{line: d.frontLine + item.Line}
	p.ID = d.words(f["id"], "id")
	if p.ID == "" {
		d.faultAt(item, phrase.Of("a purpose has no id"), phrase.Of("write id: and a short name in lower case, such as statistics"))
		return p, false
	}
	p.line = d.frontLine + f["id"].Line
	if err := consent.CheckPurposeID(p.ID); err != nil {
		d.report.fault(d.name, p.line, phrase.Of("the purpose id %q cannot be used", p.ID), phrase.OfError(err))
	}
	p.Exempt = d.flag(f["exempt"], "exempt")
	p.NoneToday = d.flag(f["none_today"], "none_today")
	for _, n := range d.list(f["platform_keys"], "platform_keys") {
		p.PlatformKeys = appendNew(p.PlatformKeys, d.platformKey(n))
	}
	for _, n := range d.list(f["providers"], "providers") {
		p.Providers = appendNew(p.Providers, collapse(d.words(n, "providers")))
	}
	for _, n := range d.list(f["exempt_reasons"], "exempt_reasons") {
		p.reasons = appendNew(p.reasons, d.words(n, "exempt_reasons"))
	}
	if !p.Exempt && len(p.reasons) > 0 {
		d.faultAt(f["exempt_reasons"], phrase.Of("the purpose %q has exempt_reasons, but is not exempt", p.ID), phrase.Of("delete the line, or write exempt: true if the law exempts every one of its trackers"))
	}
	if p.Exempt && p.NoneToday {
		d.faultAt(f["none_today"], phrase.Of("the exempt purpose %q says none_today, which is for purposes that need consent", p.ID), phrase.Of("delete the line"))
	}
	if p.Exempt && len(p.PlatformKeys) > 0 {
		d.faultAt(f["platform_keys"], phrase.Of("the exempt purpose %q names platform_keys, which only consent can open", p.ID), phrase.Of("delete the line"))
	}
	d.readWithout(p.ID, f["without"])
	if p.Exempt && d.without[p.ID].text != "" {
		d.faultAt(f["without"], phrase.Of("the exempt purpose %q has without, but nobody can refuse it", p.ID), phrase.Of("delete the line"))
	}
	return p, true
}

func (d *document) platformKey(node *yaml.Node) string {
	key := d.words(node, "platform_keys")
	if !slices.Contains(consent.PlatformKeys(), key) {
		d.faultAt(node, phrase.Of("the platform key %q is not known", key), phrase.Of("the platform reads %s", strings.Join(consent.PlatformKeys(), ", ")))
		return ""
	}
	return key
}

// appendNew appends a word that is not empty and not there yet.
func appendNew(list []string, word string) []string {
	if word == "" || slices.Contains(list, word) {
		return list
	}
	return append(list, word)
}
