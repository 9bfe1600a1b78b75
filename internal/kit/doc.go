// Package kit prints the kits: the lines that a webmaster pastes once into a portal, and
// the proxy's configuration for kit 4. It turns addresses, texts and sizes into HTML and
// CSS.
package kit
