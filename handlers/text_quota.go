package handlers

import (
	"log/slog"
	"sync"
	"time"
)

// textsPerDay is how many texts that are not common an instance stores in a UTC day. They
// are stored for good, at about 8 kB each, and a client that forges cookies can ask for
// any number of them. Visitors of a charter with many purposes need a few dozen in the
// days after an edit, and hardly any later.
const textsPerDay = 200

// textQuota counts the texts of a day that are not common.
type textQuota struct {
	now func() time.Time
	log *slog.Logger

	mu     sync.Mutex
	day    time.Time
	taken  int
	warned bool // on that day
}

// take counts one more text and reports whether it may be stored. It logs once a day that
// the quota is used up.
func (q *textQuota) take() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if today := q.now().UTC().Truncate(24 * time.Hour); !today.Equal(q.day) {
		q.day, q.taken, q.warned = today, 0, false
	}
	if q.taken < textsPerDay {
		q.taken++
		return true
	}
	if !q.warned {
		q.log.Warn("a client may be forging cookies: so many different pages were requested that no more of their texts are stored today; visitors whose choice grants a part can still refuse, and can accept on the page that is shown next; limit the requests of each client in the proxy",
			"stored today", textsPerDay)
	}
	q.warned = true
	return false
}

// putBack takes back a count for a text that could not be stored.
func (q *textQuota) putBack() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.taken = max(0, q.taken-1)
}
