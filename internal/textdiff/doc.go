// Package textdiff finds the differences between two pages, by visible words.
package textdiff
