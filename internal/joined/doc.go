// Package joined sends an answer in one write where net/http needs two: a write
// to a socket is what a page costs most. It may import the standard library only.
package joined
