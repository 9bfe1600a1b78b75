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

// Server answers visitors. Its content can be replaced while it serves: a request
// is answered to its end by the content that it met. The rate limit belongs to no
// content and is kept.
type Server struct {
	config  Config
	limiter *limiter
	late    sync.WaitGroup // records that are written after the answer
	current atomic.Pointer[generation]
}

// generation is one content as it is served.
type generation struct {
	http.Handler
	service *service
}

// New returns a server of a first content.
func New(ctx context.Context, config Config, first *content.Content) (*Server, error) {
	if config.Observer == nil {
		config.Observer = noObserver{}
	}
	limiter, err := newLimiter(config)
	if err != nil {
		return nil, err
	}
	s := &Server{config: config, limiter: limiter}
	return s, s.Swap(ctx, first)
}

// Swap serves another content from now on. After an error the content before is
// still served.
func (s *Server) Swap(ctx context.Context, next *content.Content) error {
	service, err := newService(ctx, s.config, next, s.limiter, &s.late)
	if err != nil {
		return err
	}
	files := maps.Clone(service.pages.Assets.Files)
	if last := s.current.Load(); last != nil {
		// A page sent a moment ago names a style sheet that is requested only now.
		maps.Copy(files, last.service.pages.Assets.Files)
	}
	s.current.Store(&generation{Handler: service.routes(files), service: service})
	return nil
}

// ServeHTTP answers with the content of the moment.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.current.Load().ServeHTTP(w, r)
}

// Wait blocks until every refusal is recorded or spooled. Call it after Shutdown.
func (s *Server) Wait() { s.late.Wait() }

// Pages returns the pages that are served now.
func (s *Server) Pages() *pages.Pages { return s.current.Load().service.pages }

// Versions returns the text versions that visitors without a choice see now.
func (s *Server) Versions() pages.Versions { return s.current.Load().service.versions }
