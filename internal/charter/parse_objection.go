package charter

import (
	"regexp"
	"slices"
	"strings"

	"charte/internal/consent"
	"charte/internal/message"

	"gopkg.in/yaml.v3"
)

// objectionKeys are the keys of an exempt purpose to which visitors can object.
var objectionKeys = []string{"objection", "self_assessment", "opt_out_cookies"}

// readObjection reads the keys about objection, and reports those that the purpose
// cannot have. p has its other keys.
func readObjection(m mapping, p *declaredPurpose) {
	f := m.front
	p.Objection = m.flag("objection")
	p.selfAssessment = m.address("self_assessment")
	for _, node := range m.list("opt_out_cookies") {
		p.optOutCookies = appendNew(p.optOutCookies, readOptOutCookie(f, node))
	}
	if n := len(p.optOutCookies); n > maxOptOutCookies {
		f.faultAt(m.values["opt_out_cookies"], message.Of("%d opt_out_cookies are declared; %d can be set", n, maxOptOutCookies), message.Of("keep those that the tool reads today"))
	}
	for _, key := range objectionKeys {
		if !p.Exempt && !m.isEmpty(key) && (key != "objection" || p.Objection) {
			f.faultAt(m.values[key], message.Of("the purpose %q has %s, but needs consent: visitors accept or refuse it", p.ID, key), message.Of("delete the line, or write exempt: true if the law exempts every one of its trackers"))
		}
	}
	if !p.Exempt || p.Objection {
		return
	}
	for _, key := range []string{"platform_keys", "opt_out_cookies"} {
		if !m.isEmpty(key) {
			f.faultAt(m.values[key], message.Of("the exempt purpose %q has %s, but visitors cannot object to it", p.ID, key), message.Of("write objection: true, or delete the line"))
		}
	}
}

// Limits of opt-out cookies. They are set together with the choice, in headers whose
// size proxies limit.
const (
	maxOptOutCookies = 4
	maxOptOutCookie  = 100 // bytes
)

// cookieValue matches the value of a cookie (RFC 6265 §4.1.1).
var cookieValue = regexp.MustCompile(`^[!#-+\--:<-\[\]-~]+$`)

// readOptOutCookie returns a cookie as name=value, and "" if it is not one.
func readOptOutCookie(f *frontMatter, node *yaml.Node) string {
	text := f.text(node, "opt_out_cookies")
	name, value, _ := strings.Cut(text, "=")
	// A prefix such as __Host- would forbid the cookie's domain.
	if !consent.IsCookieName(name) || !cookieValue.MatchString(value) || len(text) > maxOptOutCookie || strings.HasPrefix(text, "__") {
		f.faultAt(node, message.Of("the opt-out cookie %q is not name=value", text), message.Of("write the cookie as the tool sets it when a visitor opts out, at most %d characters: mtm_consent_removed=1", maxOptOutCookie))
		return ""
	}
	return text
}

// readRefusalObjects reads whether a refusal also objects: it does unless the front
// matter denies it.
func readRefusalObjects(m mapping, declared []declaredPurpose) bool {
	if m.isEmpty("refusal_objects") {
		return true
	}
	if !slices.ContainsFunc(declared, func(p declaredPurpose) bool { return p.Objection }) {
		m.front.faultAt(m.values["refusal_objects"], message.Of("refusal_objects is set, but visitors can object to no purpose"), message.Of("write objection: true in an exempt purpose, or delete the line"))
	}
	return m.flag("refusal_objects")
}
