// Package wire saves the two things that an answer costs most: compressing and
// system calls.
//
// A [Text] is compressed once and still differs for every visitor: the parts that
// all visitors share are compressed ahead, and what belongs to one visitor is put
// between them as it is. A deflate stream (RFC 1951) is a row of blocks. Each part
// becomes blocks that end on a byte and refer to nothing before them, so any bytes
// may precede it; a visitor's values become stored blocks. The checksum at the end
// of a gzip file (RFC 1952) is combined from those of the parts, so no byte of a
// part is read again.
//
// A [Listener] sends headers and body in one write, and a [Log] writes the lines
// of concurrent requests together.
//
// It imports the standard library only.
package wire
