package handlers

import (
	"log/slog"
	"net/http"
	"strconv"
	"sync"

	"charte/internal/pages"
	"charte/internal/portal"
	"charte/views"
)

// answers writes pages and error pages to clients.
type answers struct {
	pages    *pages.Pages
	requests *requests
	headers  headers
	failed   map[string]map[string]*pages.Page // language -> name -> error page
	buffers  buffers
	base     portal.Base // names the only host that is served
	log      *slog.Logger
}

func newAnswers(c Config, p *pages.Pages, q *requests) (*answers, error) {
	a := &answers{pages: p, requests: q, headers: newHeaders(c, p), base: c.BaseURL, log: c.Log}
	var err error
	a.failed, err = renderFailures(p)
	return a, err
}

// answer is a page and the values that belong to one visitor.
type answer struct {
	visit
	status int // 0: 200
	page   *pages.Page
	notice *views.StatusNotice // shown at the top of the page; nil: no notice
	// version is the text version in the page's form. If it is empty, the form
	// cannot grant anything.
	version string
}

// send fills the page's slots for one visitor and writes it.
func (a *answers) send(w http.ResponseWriter, r *http.Request, out answer) error {
	fill, err := a.pages.Fill(out.page, out.lang, out.Visitor, out.back, out.notice)
	if err != nil {
		return err
	}
	fill.SetVersion(out.version)
	h := w.Header()
	h["Content-Language"] = a.headers.language[out.lang]
	if out.status != 0 && out.status != http.StatusOK {
		h["Cache-Control"] = a.headers.noStore
		a.write(w, r, out.status, out.page, &fill)
		return nil
	}
	h["Cache-Control"] = a.headers.private
	a.writeTagged(w, r, out.page, &fill)
	return nil
}

// minCompressed is the size, in bytes, below which gzip gains nothing.
const minCompressed = 512

// write writes a page, compressed if the client accepts that.
func (a *answers) write(w http.ResponseWriter, r *http.Request, status int, p *pages.Page, v *pages.Values) {
	vary(w, "Accept-Encoding")
	a.writeAs(w, r, status, p, v, p.Size(v) >= minCompressed && acceptsGzip(r.Header["Accept-Encoding"]))
}

// writeAs renders the whole page into a buffer and then sends it, so that a client
// never receives a truncated page.
func (a *answers) writeAs(w http.ResponseWriter, r *http.Request, status int, p *pages.Page, v *pages.Values, compressed bool) {
	body := a.buffers.get()
	defer a.buffers.put(body)
	h := w.Header()
	h["Content-Type"] = p.ContentType
	if compressed {
		*body = p.AppendGzip(*body, v)
		h["Content-Encoding"] = a.headers.gzip
	} else {
		*body = p.Append(*body, v)
	}
	h["Content-Length"] = []string{strconv.Itoa(len(*body))}
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(*body)
	}
}

// writeTagged writes a page with an ETag, or 304 if the client's copy is current.
func (a *answers) writeTagged(w http.ResponseWriter, r *http.Request, p *pages.Page, v *pages.Values) {
	tag := p.Tag(v)
	w.Header()["Etag"] = []string{tag}
	if matches(r.Header["If-None-Match"], tag) {
		vary(w, "Accept-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	a.write(w, r, http.StatusOK, p, v)
}

// writeOpen writes a document that any origin may read, with its date: the script of
// kit 2 takes the day from it.
func (a *answers) writeOpen(w http.ResponseWriter, r *http.Request, p *pages.Page, caching string) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Access-Control-Expose-Headers", "Date")
	h.Set("Cache-Control", caching)
	a.writeTagged(w, r, p, &pages.Values{})
}

// buffers is a pool of buffers for response bodies.
type buffers struct{ pool sync.Pool }

// maxBuffer is the capacity, in bytes, above which a buffer is not reused.
const maxBuffer = 128 << 10

func (b *buffers) get() *[]byte {
	if reused, ok := b.pool.Get().(*[]byte); ok {
		return reused
	}
	return new([]byte)
}

func (b *buffers) put(used *[]byte) {
	if cap(*used) <= maxBuffer {
		*used = (*used)[:0]
		b.pool.Put(used)
	}
}
