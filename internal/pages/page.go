package pages

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"

	"charte/internal/consent"
	"charte/internal/wire"
)

// slot is a place in a page whose content belongs to one visitor or one request.
// A page is rendered once, with its slots empty, and filled for each request, so
// that nothing of one visitor can remain in what the next one gets.
type slot int

const (
	slotReturnQuery   slot = iota // "?back=…" after a path, or nothing
	slotText                      // value of the hidden field "text"
	slotSince                     // date of the current choice
	slotUntil                     // last day of the current choice
	slotStatus                    // notice of what was just done
	slotTitle                     // prefix of <title>, with such a notice
	slotVersion                   // first digits of the text version
	slotWayBack                   // link to the portal's page that the visitor came from
	slotObjected                  // date of the last objection
	slotObjectedUntil             // last day of the objection
	slots                         // number of slots
)

// Page is a rendered document with slots. It does not change once made.
type Page struct {
	// ContentType is the value of the Content-Type header.
	ContentType []string
	// Version is the text version, 64 hex digits, of a page on which a choice can
	// be made; empty for every other page.
	Version string
	// Common reports whether the page is one of a few: it shows neither a choice that
	// grants only a part, nor an objection, nor additions to the scope. Of the other
	// pages there are as many as a client that forges cookies likes.
	Common bool

	text  wire.Text
	slots []slot            // one for each gap in text
	hash  [sha256.Size]byte // of the constant parts and the slots' places
	shown consent.Text      // for a page with a Version; without its HTML
}

const typeHTML = "text/html; charset=utf-8"

// newDocument returns a page without slots.
func newDocument(contentType string, body []byte) *Page { return newPage(contentType, nil, body) }

// newPage returns a page of constant parts; between each two is the slot of the
// same index.
func newPage(contentType string, at []slot, parts ...[]byte) *Page {
	p := &Page{text: wire.New(parts...), slots: at, ContentType: []string{contentType}}
	var all []byte
	for i, part := range parts {
		if i > 0 {
			all = append(all, byte(at[i-1]))
		}
		all = binary.AppendUvarint(all, uint64(len(part)))
		all = append(all, part...)
	}
	p.hash = sha256.Sum256(all)
	return p
}

// HTML returns the document with its slots empty.
func (p *Page) HTML() []byte { return p.Append(nil, &Values{}) }

// Text returns what the registry stores under Version: the document with its
// slots empty, and the style sheet that it is drawn with. now is the time at
// which it is first sent.
func (p *Page) Text(now time.Time) consent.Text {
	text := p.shown
	text.HTML, text.FirstServed = p.HTML(), now.UTC()
	return text
}

// Size returns the length of the filled document in bytes.
func (p *Page) Size(v *Values) int {
	var room [slots][]byte
	return p.text.Size(p.fill(room[:0], v)...)
}

// Append appends the filled document to b.
func (p *Page) Append(b []byte, v *Values) []byte {
	var room [slots][]byte
	return p.text.AppendPlain(b, p.fill(room[:0], v)...)
}

// AppendGzip appends the filled document to b as a gzip file.
func (p *Page) AppendGzip(b []byte, v *Values) []byte {
	var room [slots][]byte
	return p.text.AppendGzip(b, p.fill(room[:0], v)...)
}

// fill appends a visitor's values to gaps in the order of the page.
func (p *Page) fill(gaps [][]byte, v *Values) [][]byte {
	for _, s := range p.slots {
		gaps = append(gaps, v[s])
	}
	return gaps
}

// Tag returns the entity tag of the filled document. It covers every byte that
// the visitor gets, the return address included: with a tag of the state alone,
// the frame of one portal page was answered with the address of another.
func (p *Page) Tag(v *Values) string {
	var room [1024]byte
	all := append(room[:0], p.hash[:]...)
	for _, s := range p.slots {
		all = binary.AppendUvarint(all, uint64(len(v[s])))
		all = append(all, v[s]...)
	}
	sum := sha256.Sum256(all)
	text := append(room[:0], `W/"`...)
	text = base64.RawURLEncoding.AppendEncode(text, sum[:15])
	return string(append(text, '"'))
}

// memory returns about how many bytes the page takes.
func (p *Page) memory() int {
	const bookkeeping = 512 // size of a page beside its bytes
	return p.text.Memory() + bookkeeping
}
