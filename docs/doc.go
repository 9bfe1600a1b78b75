// Package docs holds the guides, and what of them goes into a dossier. Its tests
// run every command block of the guides that is marked as runnable, with the real
// program. It imports the standard library only.
package docs
