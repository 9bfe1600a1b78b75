// Package packed compresses a page once and still lets every visitor have
// another one: the parts that all visitors share are compressed apart and ahead,
// and what belongs to one visitor is put between them as it is.
//
// A deflate stream (RFC 1951) is a row of blocks. Each part becomes blocks that
// end on a byte and look back at nothing before them, so any bytes may stand
// before it; a visitor's values become stored blocks. The checksum at the end of
// a gzip file (RFC 1952) is combined from those of the parts, so no byte of a
// part is read again.
//
// It imports the standard library only.
package packed
