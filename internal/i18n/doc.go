// Package i18n finds the visitor's language and says the interface's words in
// it. It wraps go-i18n so that nothing in a request can panic or stay silent: a
// text that a language lacks is said in French, and start-up warns about it.
package i18n
