package handlers

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"net/url"
	"strconv"

	"github.com/a-h/templ"

	"charte/internal/packed"
)

// slot is a place in a page whose content belongs to one visitor. A page is
// rendered once with marks in its slots and filled for each visitor, so that
// nothing of one visitor can ever stay in what is kept for the next.
type slot int

const (
	slotReturnField slot = iota // value of the hidden field "return"
	slotReturnQuery             // "?return=…" behind a link's path, or nothing
	slotText                    // value of the hidden field "text"
	slotSince                   // date of the current choice
	slotUntil                   // and of its end
	slotStatus                  // notice of what was just done
	slotTitle                   // prefix of <title>, with such a notice
	slotVersion                 // start of the text version, for print
	slots                       // how many there are
)

// values is what goes into the slots, already escaped for its place.
type values [slots][]byte

// page is a rendered page, cut at its slots and compressed, or a document that is
// the same for everybody.
type page struct {
	packed.Text
	slots       []slot // one for each gap
	text        string // hash of the text version; empty where none could be kept
	contentType []string
	hash        [sha256.Size]byte // of all that the values do not say
}

const typeHTML = "text/html; charset=utf-8"

// newDocument makes a page without slots.
func newDocument(contentType string, body []byte) *page { return newPage(contentType, nil, body) }

func newPage(contentType string, at []slot, parts ...[]byte) *page {
	p := &page{Text: packed.New(parts...), slots: at, contentType: []string{contentType}}
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

// fill appends a visitor's values to gaps in the order of the page.
func (p *page) fill(gaps [][]byte, v *values) [][]byte {
	for _, s := range p.slots {
		gaps = append(gaps, v[s])
	}
	return gaps
}

// setReturn fills the two forms of the return address.
func (v *values) setReturn(address string) {
	if address == "" {
		return
	}
	v[slotReturnField] = []byte(html.EscapeString(address))
	v[slotReturnQuery] = []byte("?return=" + url.QueryEscape(address))
}

// setText fills a slot with plain text.
func (v *values) setText(at slot, text string) { v[at] = []byte(html.EscapeString(text)) }

// versionDigits is how much of the text version is printed on paper.
const versionDigits = 12

// pagesMemory bounds the pages kept, in bytes. A charter has a few dozen variants
// of some 20 kB; a visitor who forges cookies can ask for more.
const pagesMemory = 16 << 20

// pages renders pages and keeps them by variant.
type pages struct {
	*memo[variant, *page]
	mark string // starts every slot's mark; random, so that no charter can hold it
}

func newPages(random io.Reader) (*pages, error) {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("draw a page mark: %w", err)
	}
	const bookkeeping = 512 // what a page takes beside its bytes
	weigh := func(_ variant, p *page) int { return p.Memory() + bookkeeping }
	return &pages{mark: "slot" + hex.EncodeToString(b[:]), memo: newMemo(pagesMemory, weigh)}, nil
}

// at returns the mark that stands in a view model for a slot.
func (p *pages) at(s slot) string { return p.mark + string(rune('a'+int(s))) }

// render renders a component to the end before anything is sent, and cuts it at
// the marks.
func (p *pages) render(c templ.Component) (cuts, error) {
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		return cuts{}, err
	}
	var out cuts
	for rest := b.Bytes(); ; {
		before, after, found := bytes.Cut(rest, []byte(p.mark))
		out.parts = append(out.parts, before)
		if !found {
			return out, nil
		}
		if len(after) == 0 || after[0] < 'a' || int(after[0]-'a') >= int(slots) {
			return cuts{}, fmt.Errorf("unknown slot %s in a page", strconv.QuoteToASCII(string(after[:min(len(after), 1)])))
		}
		out.slots = append(out.slots, slot(after[0]-'a'))
		rest = after[1:]
	}
}

// cuts is a rendered page, in pieces.
type cuts struct {
	parts [][]byte // one more than slots
	slots []slot
}

// empty is the page with nothing in its slots.
func (c cuts) empty() []byte { return bytes.Join(c.parts, nil) }

// page compresses the pieces. What is known of the values already, since it is
// the same for all who get this page, becomes part of them.
func (c cuts) page(known values) *page {
	var at []slot
	parts := [][]byte{bytes.Clone(c.parts[0])}
	for i, s := range c.slots {
		last := len(parts) - 1
		if next := c.parts[i+1]; known[s] != nil {
			parts[last] = append(append(parts[last], known[s]...), next...)
		} else {
			at, parts = append(at, s), append(parts, bytes.Clone(next))
		}
	}
	return newPage(typeHTML, at, parts...)
}

// safe marks an address that this package built as safe for an attribute.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }
