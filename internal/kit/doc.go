// Package kit prints the kits: the lines that a webmaster pastes into a portal,
// once. It turns addresses, texts and sizes into HTML and CSS, and imports
// phrase and the standard library only, never net/http.
package kit
