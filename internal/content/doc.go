// Package content packs an operator's folder into one piece, loads and checks it, and
// watches it for changes. A pack is a snapshot, never half an edit, and the registry
// stores the last valid one, which is served until the next one is valid.
package content
