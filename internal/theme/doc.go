// Package theme reads an operator's theme.css before it is served: custom
// properties that the built-in style sheet knows, in :root and in the dark media
// query, and nothing else; and no colours that people could not read. It reads
// the logo that stands beside it too.
//
// A style sheet that could hold any rule could make refusing harder to see than
// accepting, hide a sentence or ask another host for a font. One that only sets
// values cannot.
//
// It imports phrase and the standard library.
package theme
