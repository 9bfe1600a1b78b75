// Package wire reduces the two largest costs of an answer: compression and system
// calls.
//
// A [Text] is compressed once although it differs for every visitor: the parts that
// all visitors share are compressed in advance, and the values of one visitor are
// inserted between them uncompressed. A deflate stream (RFC 1951) is a sequence of
// blocks. Each part becomes blocks that end on a byte boundary and refer to nothing
// before them, so any bytes may precede it; a visitor's values become stored blocks.
// The checksum at the end of a gzip file (RFC 1952) is combined from those of the
// parts, so the parts are not read again.
//
// A [Listener] sends headers and body in one write, and a [Log] writes the lines of
// concurrent requests together.
//
// It imports the standard library only.
package wire
