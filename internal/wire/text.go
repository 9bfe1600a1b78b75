package wire

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
)

const (
	// storedHead is the size of a stored block's header, in bytes.
	storedHead = 5
	// maxStored is the maximum size of a stored block's content, in bytes.
	maxStored = 1<<16 - 1
)

// gzipHead is a gzip header: deflate, no name, no time, unknown system.
const gzipHead = "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"

// gzipLast is an empty last block.
const gzipLast = "\x03\x00"

// Text is a compressed text with a gap between each two parts, filled for each
// request. It is immutable.
type Text struct {
	parts []part
	size  int
}

// part is a constant part of a text: always plain, and compressed if that is shorter.
type part struct {
	plain, packed []byte
	crc, shift    uint32
}

// New compresses the parts of a text at the best level, because it is done once.
// There is a gap between each two parts.
func New(parts ...[]byte) Text {
	var t Text
	for _, plain := range parts {
		t.parts = append(t.parts, pack(plain))
		t.size += len(plain)
	}
	return t
}

func pack(plain []byte) part {
	p := part{plain: plain, crc: crc32.ChecksumIEEE(plain), shift: shift(len(plain))}
	var b bytes.Buffer                                 // writing to it cannot fail
	w, _ := flate.NewWriter(&b, flate.BestCompression) // fails for unknown levels only
	w.Write(plain)
	w.Flush() // ends on a byte boundary; Close would end the stream
	if b.Len()+storedHead < len(plain) {
		p.packed = bytes.Clone(b.Bytes())
	}
	return p
}

// Memory returns approximately how many bytes the text takes.
func (t Text) Memory() int {
	n := 0
	for _, p := range t.parts {
		n += len(p.plain) + len(p.packed)
	}
	return n
}

// Gaps returns the number of values that fill the text.
func (t Text) Gaps() int { return max(len(t.parts)-1, 0) }

// Parts returns the constant parts, which must not be changed.
func (t Text) Parts() [][]byte {
	all := make([][]byte, 0, len(t.parts))
	for _, p := range t.parts {
		all = append(all, p.plain)
	}
	return all
}

// Size returns the length of the plain text with these values, in bytes.
func (t Text) Size(values ...[]byte) int {
	n := t.size
	for _, v := range values {
		n += len(v)
	}
	return n
}

// AppendPlain appends the text with one value in each gap.
func (t Text) AppendPlain(b []byte, values ...[]byte) []byte {
	for i, p := range t.parts {
		if i > 0 {
			b = append(b, values[i-1]...)
		}
		b = append(b, p.plain...)
	}
	return b
}

// AppendGzip appends the same text as a gzip file.
func (t Text) AppendGzip(b []byte, values ...[]byte) []byte {
	w := writer{b: append(b, gzipHead...)}
	for i, p := range t.parts {
		if i > 0 {
			w.store(values[i-1])
		}
		if p.packed == nil {
			w.store(p.plain)
			continue
		}
		w.endStored()
		w.b = append(w.b, p.packed...)
		w.crc = combine(w.crc, p.crc, p.shift)
	}
	w.endStored()
	w.b = append(w.b, gzipLast...)
	w.b = binary.LittleEndian.AppendUint32(w.b, w.crc)
	return binary.LittleEndian.AppendUint32(w.b, uint32(t.Size(values...)))
}

// writer appends deflate blocks. Adjacent stored bytes share a block.
type writer struct {
	b      []byte
	crc    uint32
	stored int // index of the open stored block's header; 0: none
}

func (w *writer) store(text []byte) {
	for len(text) > 0 {
		if w.stored == 0 {
			w.stored = len(w.b)
			w.b = append(w.b, 0, 0, 0, 0, 0) // not the last block; endStored writes the lengths
		}
		n := min(len(text), maxStored-(len(w.b)-w.stored-storedHead))
		w.b = append(w.b, text[:n]...)
		if text = text[n:]; len(text) > 0 {
			w.endStored()
		}
	}
}

func (w *writer) endStored() {
	if w.stored == 0 {
		return
	}
	text := w.b[w.stored+storedHead:]
	binary.LittleEndian.PutUint16(w.b[w.stored+1:], uint16(len(text)))
	binary.LittleEndian.PutUint16(w.b[w.stored+3:], ^uint16(len(text)))
	w.crc = crc32.Update(w.crc, crc32.IEEETable, text)
	w.stored = 0
}
