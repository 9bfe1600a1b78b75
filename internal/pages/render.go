package pages

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"charte/internal/cache"
	"charte/internal/consent"
)

// variant identifies all pages that differ in more than their slots.
type variant struct {
	kind   string // "banner", "charter", "summary", "handle" …
	lang   string
	choice string // the choice that holds, canonical; empty: none
	ticked string // the boxes that are ticked
	detail string // outcome of a handle, reason of a foreign frame
	added  string // what came into the scope, a name a line
	signal bool   // the form explains that Sec-GPC counts as a refusal
	// objected are the purposes objected to, objects whether a signal counts as an
	// objection; on the charter page only.
	objected string
	objects  bool
	notice   bool // the page announces something
}

// common reports whether the number of such variants does not grow with the number of
// purposes; see [Page.Common].
func (v variant) common() bool {
	return isUniform(v.choice) && isUniform(v.ticked) && v.added == "" && v.objected == ""
}

// isUniform reports whether a formatted choice grants everything or nothing.
func isUniform(choice string) bool {
	return !strings.Contains(choice, "=true") || !strings.Contains(choice, "=false")
}

// renderedMemory bounds the cached pages, in bytes. A charter has a few dozen
// variants of some 20 kB; a client that forges cookies can ask for more.
const renderedMemory = 16 << 20

// renderer renders components and caches the pages by variant.
type renderer struct {
	cache *cache.Cache[variant, *Page]
	mark  string // precedes every slot's letter; random, so that no charter contains it
}

func newRenderer(random io.Reader) (*renderer, error) {
	var b [12]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return nil, fmt.Errorf("generate a page mark: %w", err)
	}
	weight := func(_ variant, p *Page) int { return p.memory() }
	return &renderer{mark: "slot" + hex.EncodeToString(b[:]), cache: cache.New(renderedMemory, weight)}, nil
}

// at returns the mark of a slot, for use in a view model.
func (r *renderer) at(s slot) string { return r.mark + string(rune('a'+int(s))) }

// page returns the page of a variant from the cache, or renders the component that
// view returns. form is the rest of the text version of a page on which a choice can
// be made; nil for other pages.
func (r *renderer) page(v variant, form *consent.Text, view func() templ.Component) (*Page, error) {
	if p, ok := r.cache.Get(v); ok {
		return p, nil
	}
	p, err := r.render(view())
	if err != nil {
		return nil, fmt.Errorf("render %s in %s: %w", v.kind, v.lang, err)
	}
	if form != nil {
		p.shown, p.Common = *form, v.common()
		p.Version = p.Text(time.Time{}).Hash()
	}
	r.cache.Put(v, p)
	return p, nil
}

// render renders a component completely and cuts it at the marks.
func (r *renderer) render(c templ.Component) (*Page, error) {
	var b bytes.Buffer
	if err := c.Render(context.Background(), &b); err != nil {
		return nil, err
	}
	var parts [][]byte
	var at []slot
	for rest := b.Bytes(); ; {
		before, after, found := bytes.Cut(rest, []byte(r.mark))
		parts = append(parts, bytes.Clone(before))
		if !found {
			return newPage(typeHTML, at, parts...), nil
		}
		if len(after) == 0 || after[0] < 'a' || int(after[0]-'a') >= int(slots) {
			return nil, fmt.Errorf("unknown slot %s in a page", strconv.QuoteToASCII(string(after[:min(len(after), 1)])))
		}
		at = append(at, slot(after[0]-'a'))
		rest = after[1:]
	}
}
