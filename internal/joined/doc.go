// Package joined makes one write to the system of several that belong together: an
// answer leaves in one where net/http needs two, and lines of the log share one. A
// write is what a page costs most. It may import the standard library only.
package joined
