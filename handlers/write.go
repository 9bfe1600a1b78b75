package handlers

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// minCompressed is the size, in bytes, under which gzip gains nothing.
const minCompressed = 512

// buffers are reused for the bodies of answers.
type buffers struct{ pool sync.Pool }

// maxKept is the largest buffer that is kept, in bytes.
const maxKept = 128 << 10

func (b *buffers) get() *[]byte {
	if kept, ok := b.pool.Get().(*[]byte); ok {
		return kept
	}
	return new([]byte)
}

func (b *buffers) put(used *[]byte) {
	if cap(*used) <= maxKept {
		*used = (*used)[:0]
		b.pool.Put(used)
	}
}

// write sends a page. Nothing is written before it is complete, so an answer is
// whole or it is an error page.
func (s *service) write(w http.ResponseWriter, r *http.Request, status int, p *page, v *values) {
	var room [8][]byte
	gaps, body := p.fill(room[:0], v), s.buffers.get()
	defer s.buffers.put(body)
	h := w.Header()
	h["Content-Type"] = p.contentType
	vary(w, "Accept-Encoding")
	if p.Size(gaps...) >= minCompressed && acceptsGzip(r.Header["Accept-Encoding"]) {
		*body = p.AppendGzip(*body, gaps...)
		h["Content-Encoding"] = s.lines.gzip
	} else {
		*body = p.AppendPlain(*body, gaps...)
	}
	h["Content-Length"] = []string{strconv.Itoa(len(*body))}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(*body)
	}
}

// writeTagged sends a page that a browser may keep but must ask about.
func (s *service) writeTagged(w http.ResponseWriter, r *http.Request, p *page, v *values) {
	tag := p.tag(v)
	w.Header()["Etag"] = []string{tag}
	if matches(r.Header["If-None-Match"], tag) {
		vary(w, "Accept-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.write(w, r, http.StatusOK, p, v)
}

// tag covers every byte that the visitor gets, the return address too: with a tag
// on the state alone, one page's frame was answered with another's address.
func (p *page) tag(v *values) string {
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

// matches says whether an If-None-Match names the tag (RFC 9110 §13.1.2, weak
// comparison).
func matches(headers []string, tag string) bool {
	for _, header := range headers {
		for candidate := range strings.SplitSeq(header, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}

// acceptsGzip reads Accept-Encoding; "gzip;q=0" is a no (RFC 9110 §12.5.3).
func acceptsGzip(headers []string) bool {
	for _, header := range headers {
		for item := range strings.SplitSeq(header, ",") {
			name, weight, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				q := strings.TrimPrefix(strings.TrimSpace(weight), "q=")
				return strings.Trim(q, "0.") != "" || q == ""
			}
		}
	}
	return false
}

// vary names request headers that the answer depends on, each once, on one line.
func vary(w http.ResponseWriter, names ...string) {
	h := w.Header()
	for _, name := range names {
		switch have := h["Vary"]; {
		case len(have) == 0:
			h["Vary"] = []string{name}
		case !listed(have[0], name):
			h["Vary"] = []string{have[0] + ", " + name}
		}
	}
}

// listed says whether a list with commas holds a name.
func listed(list, name string) bool {
	for item := range strings.SplitSeq(list, ", ") {
		if item == name {
			return true
		}
	}
	return false
}
