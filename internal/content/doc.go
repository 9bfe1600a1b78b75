// Package content packs an operator's folder into one piece of bytes, and reads
// it back: what is served is then one state of the folder and not half an edit,
// and the last good one can be kept in the registry until the next is good.
//
// It imports phrase and the standard library.
package content
