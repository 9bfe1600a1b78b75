// Package kit prints the kits: the lines that a webmaster pastes once into a portal.
// It turns addresses, texts and sizes into HTML and CSS.
package kit
