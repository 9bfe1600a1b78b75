package browse

import (
	"time"

	"github.com/chromedp/cdproto/network"
)

// count and number are for those who hold no lock.
func (r *recorder) count(counter *int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	*counter++
}

func (r *recorder) number(counter *int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return *counter
}

// rearm makes the tab ready to wait for what follows a click: for another document
// where it leads to one.
func (r *recorder) rearm(leads bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.loaded = r.loaded && !leads
	r.arrivals, r.since, r.busy = 0, time.Now(), time.Now()
}

// forget lets go of the traffic so far: it has been told.
func (r *recorder) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.chains, r.order, r.scripts, r.written = map[network.RequestID]*chain{}, nil, nil, nil
}

// settled lets go of the requests so far, and keeps who set cookies.
func (r *recorder) settled() {
	known, written := r.setters(), r.writes()
	r.forget()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.scripts, r.written = known, written
}

// contentType is that of the document, as the browser understood it.
func (r *recorder) contentType() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.mime
}

// shown is the answer's status, and whether the page has loaded.
func (r *recorder) shown() (status int, loaded bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return int(r.status), r.loaded
}

// loadedAt is when the document had loaded; loaded is false before.
func (r *recorder) loadedAt() (since time.Time, loaded bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.since, r.loaded
}

// gone says whether the tab has crashed: nothing in it answers any more.
func (r *recorder) gone() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.crashed
}
