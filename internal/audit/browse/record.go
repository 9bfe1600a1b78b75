package browse

import (
	"encoding/json"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/domstorage"
	"github.com/chromedp/cdproto/inspector"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"

	"charte/internal/audit"
)

// maxItems limits the requests, names and links recorded of one page. Those beyond it
// are ignored.
const maxItems = 5000

// recorder records the events of a tab. chromedp's goroutine calls event, the audit's
// goroutine reads.
type recorder struct {
	mu      sync.Mutex
	chains  map[network.RequestID]*chain
	order   []network.RequestID
	scripts []setter
	// current state of the page
	open     map[network.RequestID]bool
	busy     time.Time // when a request last started or ended
	loaded   bool
	since    time.Time         // when the page loaded
	document network.RequestID // of the main frame
	written  []write           // into storage, in order of time
	// totals
	status                                 int64
	mime                                   string
	bytes                                  int64
	documents, dialogs, windows, downloads int
	crashed                                bool
}

func newRecorder() *recorder {
	return &recorder{chains: map[network.RequestID]*chain{}, open: map[network.RequestID]bool{}, busy: time.Now()}
}

// event records one event. It must return quickly, because it blocks the browser's
// further messages.
func (r *recorder) event(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		if r.documents > 0 { // else it is the empty page with which a tab opens
			r.loaded, r.since = true, time.Now()
		}
	case *page.EventFrameNavigated:
		if e.Frame.ParentID == "" && e.Frame.URL != "about:blank" {
			r.documents++
			r.loaded = false
			r.documentArrived(network.RequestID(e.Frame.LoaderID))
		}
	case *page.EventJavascriptDialogOpening:
		r.dialogs++
	case *page.EventWindowOpen:
		r.windows++
	case *inspector.EventTargetCrashed:
		r.crashed = true
	case *runtime.EventBindingCalled:
		r.scriptEvent(e)
	case *domstorage.EventDomStorageItemAdded:
		r.storageWrite(e.StorageID, e.Key)
	case *domstorage.EventDomStorageItemUpdated:
		r.storageWrite(e.StorageID, e.Key)
	default:
		r.traffic(event)
	}
}

func (r *recorder) traffic(event any) {
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		r.request(e)
	case *network.EventRequestWillBeSentExtraInfo:
		if c := r.chain(e.RequestID); c != nil {
			c.sent = append(c.sent, sentCookieNames(e.AssociatedCookies))
		}
	case *network.EventResponseReceivedExtraInfo:
		if c := r.chain(e.RequestID); c != nil {
			c.received = append(c.received, received{acceptedSetCookies(e), time.Now()})
		}
	case *network.EventResponseReceived:
		if e.RequestID == r.document {
			r.status, r.mime = e.Response.Status, e.Response.MimeType
		}
		if h := r.chains[e.RequestID].last(); h != nil {
			h.status, h.mime = e.Response.Status, e.Response.MimeType
		}
	case *network.EventDataReceived:
		r.bytes += e.DataLength
		if h := r.chains[e.RequestID].last(); h != nil {
			h.bytes += e.DataLength
		}
	case *network.EventLoadingFinished:
		r.finished(e.RequestID, true)
	case *network.EventLoadingFailed:
		r.finished(e.RequestID, false)
	case *network.EventWebSocketCreated:
		if c := r.chain(e.RequestID); c != nil {
			c.hops = append(c.hops, &hop{address: e.URL, kind: network.ResourceTypeWebSocket})
		}
	}
}

// chain returns the chain of the id, or nil if the page has too many.
func (r *recorder) chain(id network.RequestID) *chain {
	if c := r.chains[id]; c != nil || len(r.order) >= maxItems {
		return c
	}
	c := &chain{}
	r.chains[id], r.order = c, append(r.order, id)
	return c
}

func (r *recorder) request(e *network.EventRequestWillBeSent) {
	r.busy = time.Now()
	if !strings.HasPrefix(e.Request.URL, "http") { // data:, blob:
		return
	}
	c := r.chain(e.RequestID)
	if c == nil {
		return
	}
	// The end of a beacon is not awaited.
	if e.Type != network.ResourceTypePing {
		r.open[e.RequestID] = true
	}
	if e.Type == network.ResourceTypeDocument && string(e.LoaderID) == string(e.RequestID) && r.document == "" {
		r.document = e.RequestID
	}
	if h := c.last(); h != nil && e.RedirectResponse != nil {
		h.status = e.RedirectResponse.Status
	}
	if len(c.hops) < maxItems {
		c.hops = append(c.hops, &hop{address: e.Request.URL, kind: e.Type})
	}
}

func (r *recorder) finished(id network.RequestID, well bool) {
	delete(r.open, id)
	r.busy = time.Now()
	if h := r.chains[id].last(); h != nil {
		h.done = well
	}
}

// documentArrived sets the request of the current document. The response of the page
// behind a challenge replaces that of the challenge.
func (r *recorder) documentArrived(id network.RequestID) {
	r.document, r.status, r.mime = id, 0, ""
	if h := r.chains[id].last(); h != nil {
		r.status, r.mime = h.status, h.mime
	}
}

// scriptEvent records what a script set, as reported by hook.js.
func (r *recorder) scriptEvent(e *runtime.EventBindingCalled) {
	var report struct {
		Kind, Name, Domain, Script, Origin, Attributes string
		Accepted                                       bool
	}
	if e.Name != binding || json.Unmarshal([]byte(e.Payload), &report) != nil {
		return
	}
	if report.Kind == audit.IndexedDB || report.Kind == audit.CacheStorage {
		r.addWrite(write{report.Origin, report.Kind, report.Name})
		return
	}
	if len(r.scripts) >= maxItems {
		return
	}
	r.scripts = append(r.scripts, setter{
		by: audit.ByScript, request: scriptAddress(report.Script), name: report.Name, domain: normalDomain(report.Domain), when: time.Now(),
		line: "x=;" + report.Attributes, accepted: report.Accepted,
	})
}

// scriptAddress returns the redacted address of a script, or "" for a script without an
// address.
func scriptAddress(address string) string {
	if !strings.HasPrefix(address, "http") {
		return ""
	}
	return redact(address)
}
