// Package docs has no code: its tests run every command block of the guides that
// is marked as runnable, with the real program.
package docs
