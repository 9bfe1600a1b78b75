package handlers

import "sync"

// memo remembers what was worked out, up to a limit. The key is everything that
// the value depends on. Beyond the limit it forgets all and starts anew: what is
// asked for often comes back at once, and nobody can fill it with what is not.
type memo[K comparable, V any] struct {
	most  int                      // of all weights
	weigh func(key K, value V) int // nil: each weighs 1

	mu     sync.RWMutex
	known  map[K]V
	weight int
}

func newMemo[K comparable, V any](most int, weigh func(K, V) int) *memo[K, V] {
	return &memo[K, V]{most: most, weigh: weigh, known: map[K]V{}}
}

func (m *memo[K, V]) get(key K) (V, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	value, ok := m.known[key]
	return value, ok
}

// put remembers a value. One that is too heavy by itself is the only one then.
func (m *memo[K, V]) put(key K, value V) {
	weight := 1
	if m.weigh != nil {
		weight = m.weigh(key, value)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.known[key]; known {
		return
	}
	if m.weight+weight > m.most {
		clear(m.known)
		m.weight = 0
	}
	m.known[key] = value
	m.weight += weight
}
