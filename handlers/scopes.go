package handlers

import (
	"context"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// lookUpPause is the minimum time between two queries for scopes, because anyone can
// send cookies with forged scope ids.
const lookUpPause = time.Second

// scopes caches the registry's scopes by id. An unknown id triggers a new query,
// because another instance with a newer charter may have added its scope.
type scopes struct {
	registry Registry
	now      func() time.Time
	log      *slog.Logger
	onAdd    func()            // called after a query that found new scopes
	covered  consent.Coverages // noted before the start; a later one is another instance's

	mu   sync.RWMutex
	byID map[string]consent.Scope

	querying  sync.Mutex // held during a query; guards queriedAt
	queriedAt time.Time
}

// newScopes loads all scopes of the registry. It fails if two of them share an id.
func newScopes(ctx context.Context, config Config) (*scopes, error) {
	k := &scopes{registry: config.Registry, now: config.Now, log: config.Log, byID: map[string]consent.Scope{}}
	all, err := k.registry.Scopes(ctx)
	if err != nil {
		return nil, message.Errorf("load the scopes of earlier charters from the registry: %w", err)
	}
	history, err := k.registry.History(ctx)
	if err != nil {
		return nil, message.Errorf("load the scopes of earlier charters from the registry: %w", err)
	}
	k.covered = consent.NewCoverages(history, all)
	for _, scope := range all {
		if other, taken := k.byID[scope.ID()]; taken && other.Hash() != scope.Hash() {
			return nil, message.Errorf("two scopes in the registry share the id %s: rename one tracker of the charter", scope.ID())
		}
		k.byID[scope.ID()] = scope
	}
	return k, nil
}

// find returns the scope with an id, if the registry has it.
func (k *scopes) find(id string) (consent.Scope, bool) {
	if scope, ok := k.get(id); ok {
		return scope, true
	}
	k.refresh()
	return k.get(id)
}

func (k *scopes) get(id string) (consent.Scope, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	scope, ok := k.byID[id]
	return scope, ok
}

// refresh loads new scopes from the registry. It does nothing if another query is
// running or started less than lookUpPause ago.
func (k *scopes) refresh() {
	if !k.querying.TryLock() {
		return
	}
	defer k.querying.Unlock()
	now := k.now()
	if !k.queriedAt.IsZero() && now.Sub(k.queriedAt) < lookUpPause {
		return
	}
	k.queriedAt = now
	// Not the request's context: later requests use the result too.
	ctx, cancel := context.WithTimeout(context.Background(), textTimeout)
	defer cancel()
	all, err := k.registry.Scopes(ctx)
	if err != nil {
		k.log.Error("could not load the scopes of other instances; visitors who chose there are asked again; check the registry", slog.Any("error", err))
		return
	}
	if k.add(all) {
		k.onAdd()
	}
}

// add caches scopes and reports whether any of them is new.
func (k *scopes) add(all []consent.Scope) (added bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, scope := range all {
		if _, known := k.byID[scope.ID()]; !known {
			k.byID[scope.ID()], added = scope, true
		}
	}
	return added
}

// all returns every known scope, in no particular order.
func (k *scopes) all() []consent.Scope {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Collect(maps.Values(k.byID))
}
