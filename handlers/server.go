package handlers

import (
	"context"
	"maps"
	"net/http"
	"sync"
	"sync/atomic"

	"charte/internal/content"
	"charte/internal/pages"
)

// Server answers visitors. Swap replaces its content while it serves; a request that
// has begun is answered with the old content. The counts of the limits survive a swap.
type Server struct {
	config  Config
	limiter *limiter
	quota   *textQuota
	base    *basePath
	late    sync.WaitGroup // records written after the response
	current atomic.Pointer[generation]
}

// generation is the routes and the service of one content.
type generation struct {
	http.Handler
	service *service
}

// New returns a server for the first content. It fails if the content cannot be
// rendered or its scope cannot be stored in the registry.
func New(ctx context.Context, config Config, first *content.Content) (*Server, error) {
	if config.Observer == nil {
		config.Observer = noObserver{}
	}
	limiter, err := newLimiter(config)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, limiter: limiter, quota: &textQuota{now: config.Now, log: config.Log}, base: &basePath{base: config.BaseURL, log: config.Log}}
	return s, s.Swap(ctx, first)
}

// Swap replaces the content. If it returns an error, the server continues with the old
// one.
func (s *Server) Swap(ctx context.Context, next *content.Content) error {
	service, err := newService(ctx, s.config, next, s.limiter, s.quota, &s.late)
	if err != nil {
		return err
	}
	files := maps.Clone(service.pages.Assets.Files)
	if last := s.current.Load(); last != nil {
		// A page sent just before the swap refers to assets of the old content.
		maps.Copy(files, last.service.pages.Assets.Files)
	}
	s.current.Store(&generation{Handler: service.routes(files, s.base), service: service})
	return nil
}

// ServeHTTP answers with the current content.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.current.Load().ServeHTTP(w, r)
}

// Wait blocks until every refusal is recorded or spooled. Call it after Shutdown.
func (s *Server) Wait() { s.late.Wait() }

// Pages returns the current pages.
func (s *Server) Pages() *pages.Pages { return s.current.Load().service.pages }

// Versions returns the current text versions for visitors without a choice.
func (s *Server) Versions() pages.Versions { return s.current.Load().service.versions }
