package handlers

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"html"
	"io"
	"net/url"
	"strconv"
	"sync"

	"github.com/a-h/templ"
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

// page is a rendered page, cut at its slots.
type page struct {
	parts [][]byte // one more than slots
	slots []slot
	text  string // hash of the text version; empty where none could be kept
}

// fill puts a visitor's values into the page.
func (p *page) fill(v values) []byte {
	var b bytes.Buffer
	for i, part := range p.parts {
		b.Write(part)
		if i < len(p.slots) {
			b.Write(v[p.slots[i]])
		}
	}
	return b.Bytes()
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

// maxPages bounds the pages kept. A charter has a few dozen variants; a visitor
// who forges cookies can ask for more, and is then served without the cache.
const maxPages = 512

// pages renders pages and keeps them by variant.
type pages struct {
	mark  string // starts every slot's mark; random, so that no charter can hold it
	mu    sync.RWMutex
	known map[variant]*page
}

func newPages(random io.Reader) (*pages, error) {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("draw a page mark: %w", err)
	}
	return &pages{mark: "slot" + hex.EncodeToString(b[:]), known: map[variant]*page{}}, nil
}

// at returns the mark that stands in a view model for a slot.
func (p *pages) at(s slot) string { return p.mark + string(rune('a'+int(s))) }

// render renders a component to the end before anything is sent, and cuts it
// at the marks.
func (p *pages) render(c templ.Component) (*page, error) {
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		return nil, err
	}
	out := &page{}
	for rest := b.Bytes(); ; {
		before, after, found := bytes.Cut(rest, []byte(p.mark))
		out.parts = append(out.parts, bytes.Clone(before))
		if !found {
			return out, nil
		}
		if len(after) == 0 || after[0] < 'a' || int(after[0]-'a') >= int(slots) {
			return nil, fmt.Errorf("unknown slot %s in a page", strconv.QuoteToASCII(string(after[:min(len(after), 1)])))
		}
		out.slots = append(out.slots, slot(after[0]-'a'))
		rest = after[1:]
	}
}

// get returns a kept page.
func (p *pages) get(v variant) *page {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.known[v]
}

// put keeps a page while there is room.
func (p *pages) put(v variant, made *page) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.known) < maxPages {
		p.known[v] = made
	}
}

// safe marks an address that this package built as safe for an attribute.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }
