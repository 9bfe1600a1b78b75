package handlers

import (
	"context"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"time"

	"charte/internal/consent"
)

// lookUpPause is the shortest time between two look-ups of scopes in the registry:
// anyone can make up scope ids in cookies.
const lookUpPause = time.Second

// scopes caches the scopes of the registry by id. Another instance may serve a
// newer charter and add its scope at any time, so an unknown id is looked up.
type scopes struct {
	registry Registry
	now      func() time.Time
	log      *slog.Logger
	gained   func() // called after a look-up that added scopes

	mu   sync.RWMutex
	byID map[string]consent.Scope

	looking  sync.Mutex // held during a look-up; guards lookedAt
	lookedAt time.Time
}

// newScopes reads all scopes of the registry. It fails if two of them share an id.
func newScopes(ctx context.Context, config Config) (*scopes, error) {
	k := &scopes{registry: config.Registry, now: config.Now, log: config.Log, byID: map[string]consent.Scope{}}
	all, err := k.registry.Scopes(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the scopes of earlier charters: %w", err)
	}
	for _, scope := range all {
		if other, taken := k.byID[scope.ID()]; taken && other.Hash() != scope.Hash() {
			return nil, fmt.Errorf("two scopes in the registry share the id %s: rename one tracker of the charter", scope.ID())
		}
		k.byID[scope.ID()] = scope
	}
	return k, nil
}

// find returns the scope with an id, if the registry holds it.
func (k *scopes) find(id string) (consent.Scope, bool) {
	if scope, ok := k.get(id); ok {
		return scope, true
	}
	k.lookUp()
	return k.get(id)
}

func (k *scopes) get(id string) (consent.Scope, bool) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	scope, ok := k.byID[id]
	return scope, ok
}

// lookUp adds the scopes that the registry has gained. It does nothing while
// another look-up runs or has just run.
func (k *scopes) lookUp() {
	if !k.looking.TryLock() {
		return
	}
	defer k.looking.Unlock()
	now := k.now()
	if !k.lookedAt.IsZero() && now.Sub(k.lookedAt) < lookUpPause {
		return
	}
	k.lookedAt = now
	// The result is for every later request, so no single request cancels it.
	ctx, cancel := context.WithTimeout(context.Background(), textTimeout)
	defer cancel()
	all, err := k.registry.Scopes(ctx)
	if err != nil {
		k.log.Error("the registry could not be asked for the scopes of other instances; their choices are asked again", slog.Any("error", err))
		return
	}
	if k.add(all) {
		k.gained()
	}
}

// add reports whether any of the scopes is new.
func (k *scopes) add(all []consent.Scope) (gained bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, scope := range all {
		if _, known := k.byID[scope.ID()]; !known {
			k.byID[scope.ID()], gained = scope, true
		}
	}
	return gained
}

// all returns every known scope, in no particular order.
func (k *scopes) all() []consent.Scope {
	k.mu.RLock()
	defer k.mu.RUnlock()
	return slices.Collect(maps.Values(k.byID))
}
