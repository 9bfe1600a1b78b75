// Package theme checks an operator's theme.css and logo before they are served. A
// theme may only set custom properties of the built-in style sheet, in :root and in
// the dark media query, and its colours must have enough contrast to be read.
//
// Arbitrary rules could make refusing harder to see than accepting, hide a sentence
// or load a font from another host. Values of known properties cannot.
package theme
