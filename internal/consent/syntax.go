package consent

import "strings"

// The checks below run for every choice. Regular expressions would take a tenth of the
// time of recording one.

// IsHash reports whether text is a SHA-256 in the form of records and forms: 64 hex
// digits in lower case.
func IsHash(text string) bool {
	const hexDigits = 64
	return len(text) == hexDigits && every(text, func(c byte) bool { return isDigit(c) || 'a' <= c && c <= 'f' })
}

// IsCookieName reports whether a cookie may have the name (RFC 6265 §4.1.1).
func IsCookieName(name string) bool {
	return name != "" && every(name, func(c byte) bool {
		return isLetter(c) || isDigit(c) || strings.IndexByte("!#$%&'*+.^_`|~-", c) >= 0
	})
}

// isLanguage reports whether text has the form of a language code.
func isLanguage(text string) bool {
	return len(text) >= 2 && len(text) <= 35 && every(text, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' })
}

// isPurposeID reports whether id is a lower-case letter, then letters, digits or _.
func isPurposeID(id string) bool {
	return id != "" && 'a' <= id[0] && id[0] <= 'z' &&
		every(id, func(c byte) bool { return 'a' <= c && c <= 'z' || isDigit(c) || c == '_' })
}

// isPlainOrigin reports whether text is an https origin in ASCII, as nearly all are. The
// regular expression portal decides on others.
func isPlainOrigin(text string) bool {
	host, ok := strings.CutPrefix(text, "https://")
	return ok && host != "" && len(host) <= 255 &&
		every(host, func(c byte) bool { return isLetter(c) || isDigit(c) || c == '-' || c == '.' || c == ':' })
}

func every(text string, allowed func(byte) bool) bool {
	for i := range len(text) {
		if !allowed(text[i]) {
			return false
		}
	}
	return true
}

func isLetter(c byte) bool { return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' }
