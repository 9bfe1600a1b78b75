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

// most is how many requests, names and links of one page are kept: a page that
// makes more is not told apart from one that makes that many.
const most = 5000

// recorder writes down what a tab's events tell. The browser's goroutine feeds it,
// the audit reads it.
type recorder struct {
	mu      sync.Mutex
	chains  map[network.RequestID]*chain
	order   []network.RequestID
	scripts []setter
	// what the page does at the moment
	open     map[network.RequestID]bool
	busy     time.Time // when something last began or ended
	loaded   bool
	since    time.Time         // when it loaded
	document network.RequestID // of the main frame
	written  []write           // into storage, in the order of time
	// what it has done
	status                                int64
	mime                                  string
	bytes                                 int64
	arrivals, dialogs, windows, downloads int
	crashed                               bool
}

func newRecorder() *recorder {
	return &recorder{chains: map[network.RequestID]*chain{}, open: map[network.RequestID]bool{}, busy: time.Now()}
}

// event takes one event of the tab. It must be quick: the browser's messages wait.
func (r *recorder) event(event any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		if r.arrivals > 0 { // else the empty page's that every tab begins with
			r.loaded, r.since = true, time.Now()
		}
	case *page.EventFrameNavigated:
		if e.Frame.ParentID == "" && e.Frame.URL != "about:blank" {
			r.arrivals++
			r.loaded = false
			r.arrived(network.RequestID(e.Frame.LoaderID))
		}
	case *page.EventJavascriptDialogOpening:
		r.dialogs++
	case *page.EventWindowOpen:
		r.windows++
	case *inspector.EventTargetCrashed:
		r.crashed = true
	case *runtime.EventBindingCalled:
		r.script(e)
	case *domstorage.EventDomStorageItemAdded:
		r.wrote(e.StorageID, e.Key)
	case *domstorage.EventDomStorageItemUpdated:
		r.wrote(e.StorageID, e.Key)
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
			c.sent = append(c.sent, sentNames(e.AssociatedCookies))
		}
	case *network.EventResponseReceivedExtraInfo:
		if c := r.chain(e.RequestID); c != nil {
			c.received = append(c.received, received{setLines(e), time.Now()})
		}
	case *network.EventResponseReceived:
		if e.RequestID == r.document {
			r.status, r.mime = e.Response.Status, e.Response.MimeType
		}
		if h := r.chains[e.RequestID].tip(); h != nil {
			h.status, h.mime = e.Response.Status, e.Response.MimeType
		}
	case *network.EventDataReceived:
		r.bytes += e.DataLength
		if h := r.chains[e.RequestID].tip(); h != nil {
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

// chain is the one of that id; nil where the page has made too many.
func (r *recorder) chain(id network.RequestID) *chain {
	if c := r.chains[id]; c != nil || len(r.order) >= most {
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
	// A beacon has no end that a page waits for.
	if e.Type != network.ResourceTypePing {
		r.open[e.RequestID] = true
	}
	if e.Type == network.ResourceTypeDocument && string(e.LoaderID) == string(e.RequestID) && r.document == "" {
		r.document = e.RequestID
	}
	if h := c.tip(); h != nil && e.RedirectResponse != nil {
		h.status = e.RedirectResponse.Status
	}
	if len(c.hops) < most {
		c.hops = append(c.hops, &hop{address: e.Request.URL, kind: e.Type})
	}
}

func (r *recorder) finished(id network.RequestID, well bool) {
	delete(r.open, id)
	r.busy = time.Now()
	if h := r.chains[id].tip(); h != nil {
		h.done = well
	}
}

// arrived notes which request brought the document that the tab now shows: the
// answer of a challenge is replaced by that of the page behind it.
func (r *recorder) arrived(id network.RequestID) {
	r.document, r.status, r.mime = id, 0, ""
	if h := r.chains[id].tip(); h != nil {
		r.status, r.mime = h.status, h.mime
	}
}

// script notes what a script set, as hook.js calls it.
func (r *recorder) script(e *runtime.EventBindingCalled) {
	var told struct {
		Kind, Name, Domain, Script, Origin, Attributes string
		Kept                                           bool
	}
	if e.Name != binding || json.Unmarshal([]byte(e.Payload), &told) != nil {
		return
	}
	if told.Kind == audit.IndexedDB || told.Kind == audit.CacheStorage {
		r.note(write{told.Origin, told.Kind, told.Name})
		return
	}
	if len(r.scripts) >= most {
		return
	}
	r.scripts = append(r.scripts, setter{
		by: audit.ByScript, request: cleanScript(told.Script), name: told.Name, domain: bare(told.Domain), when: time.Now(),
		line: "x=;" + told.Attributes, kept: told.Kept,
	})
}

// cleanScript is the address of a script out of a line of its stack; empty where it
// stood in no file.
func cleanScript(address string) string {
	if !strings.HasPrefix(address, "http") {
		return ""
	}
	return told(address)
}
