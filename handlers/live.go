package handlers

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"

	"charte/internal/consent"
)

// Live is a service whose content can be exchanged while it answers. A request
// is answered to its end by the content that it met; what is counted for the rate
// limit belongs to no content and goes on.
type Live struct {
	limiter *limiter
	late    sync.WaitGroup // records that are seen to after the answer
	current atomic.Pointer[generation]
}

// Settle waits until it is certain of every refusal that it is recorded, or kept
// for later. It belongs after the last answer.
func (l *Live) Settle() { l.late.Wait() }

// generation is one content as it is served.
type generation struct {
	http.Handler
	service *service
	own     map[string]*page // the assets of this content alone
}

// New starts a service with its first content.
func New(ctx context.Context, config Config) (*Live, error) {
	limiter, err := newLimiter(config)
	if err != nil {
		return nil, err
	}
	l := &Live{limiter: limiter}
	return l, l.Swap(ctx, config)
}

// Swap serves another content from now on. After an error the content before is
// served as if nothing had been tried.
func (l *Live) Swap(ctx context.Context, config Config) error {
	s, err := newService(ctx, config, l.limiter)
	if err != nil {
		return err
	}
	s.late = &l.late
	next := &generation{service: s, own: maps.Clone(s.assets.files)}
	if last := l.current.Load(); last != nil {
		// A page sent a moment ago names a style sheet that is asked for only now.
		for name, file := range last.own {
			s.assets.files[name] = file
		}
	}
	next.Handler = s.routes()
	l.current.Store(next)
	return nil
}

// ServeHTTP answers with the content of the moment.
func (l *Live) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	l.current.Load().ServeHTTP(w, r)
}

// Texts returns the versions of the texts that visitors without a choice are
// shown now: language -> surface -> hash. None is asked of in mode "none".
func (l *Live) Texts() map[string]map[consent.Surface]string {
	return l.current.Load().service.shown
}
