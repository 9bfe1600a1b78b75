// Package textdiff says what changed between two pages, in the words that a
// person reads.
//
// It imports the standard library and golang.org/x/net/html.
package textdiff
