// Package i18n selects the visitor's language and returns the interface's texts in
// it. It wraps go-i18n so that no request can fail for want of a text: the French
// or the English text replaces a missing one, and a warning is logged at the start.
package i18n
