package charter

import (
	"net/mail"
	"net/url"
	"slices"
	"strings"
	"time"

	"charte/internal/message"
)

// address returns a web address.
func (m mapping) address(key string) string {
	text := m.text(key)
	if text != "" && !isWebAddress(text) {
		m.front.faultAt(m.values[key], message.Of("%s %q is not a web address", key, text), message.Of("write the full address: https://www.example.fr/page"))
		return ""
	}
	return text
}

// contact returns an e-mail or web address.
func (m mapping) contact(key string) string {
	text := m.text(key)
	if text == "" || isWebAddress(text) {
		return text
	}
	if a, err := mail.ParseAddress(text); err != nil || a.Address != text {
		m.front.faultAt(m.values[key], message.Of("%s %q is neither an e-mail nor a web address", key, text), message.Of("write dpo@example.fr or https://www.example.fr/contact"))
		return ""
	}
	return text
}

// date returns a day, in UTC.
func (m mapping) date(key string) time.Time {
	text := m.text(key)
	day, err := time.Parse(time.DateOnly, text)
	if text != "" && err != nil {
		m.front.faultAt(m.values[key], message.Of("%s %q is not a date", key, text), message.Of("write year-month-day: 2026-11-23"))
	}
	return day
}

// oneOf returns one of the allowed values; the first is the default.
func (m mapping) oneOf(key string, allowed ...string) string {
	text := m.text(key)
	if text == "" {
		return allowed[0]
	}
	if !slices.Contains(allowed, text) {
		m.front.faultAt(m.values[key], message.Of("%s %q is not known", key, text), message.Of("write %s (the first is the default)", strings.Join(allowed, ", ")))
		return allowed[0]
	}
	return text
}

// isWebAddress reports whether text is an absolute http or https address without
// user name.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && u.User == nil && u.Opaque == ""
}

// isOrigin reports whether text is the scheme and host of a web address only.
func isOrigin(text string) bool {
	u, err := url.Parse(text)
	return err == nil && isWebAddress(text) && u.Scheme+"://"+u.Host == strings.ToLower(text)
}
