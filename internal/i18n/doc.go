// Package i18n selects the visitor's language and returns the interface's texts in it.
// It wraps go-i18n so that no request fails because a text is missing: the French or the
// English text replaces it, and a warning is logged at the start.
package i18n
