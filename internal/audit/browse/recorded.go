package browse

import (
	"time"

	"github.com/chromedp/cdproto/network"
)

// increment and count access a counter under the lock.
func (r *recorder) increment(counter *int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*counter++
}

func (r *recorder) count(counter *int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return *counter
}

// expectLoad prepares for the effects of a click. With leads, the click is expected to
// load another document.
func (r *recorder) expectLoad(leads bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loaded = r.loaded && !leads
	r.documents, r.since, r.busy = 0, time.Now(), time.Now()
}

// reset deletes the recorded traffic.
func (r *recorder) reset() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chains, r.order, r.scripts, r.written = map[network.RequestID]*chain{}, nil, nil, nil
}

// forgetRequests deletes the recorded requests, but not the setters and writes.
func (r *recorder) forgetRequests() {
	known, written := r.setters(), r.writes()
	r.reset()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scripts, r.written = known, written
}

// contentType returns the MIME type of the document as the browser determined it.
func (r *recorder) contentType() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mime
}

// response returns the status of the document and whether the page has loaded.
func (r *recorder) response() (status int, loaded bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return int(r.status), r.loaded
}

// loadedAt returns when the document had loaded, and whether it has.
func (r *recorder) loadedAt() (since time.Time, loaded bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.since, r.loaded
}

// hasCrashed reports whether the tab has crashed: it answers no command then.
func (r *recorder) hasCrashed() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.crashed
}
