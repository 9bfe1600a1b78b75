// Package cache holds a bounded, in-memory cache. It imports the standard library only.
package cache

import "sync"

// Cache maps keys to values up to a total weight. When a new value would exceed
// the limit, the whole cache is emptied first: values in frequent use return at
// once, and a client that sends many distinct keys cannot make it grow. It is
// safe for concurrent use.
type Cache[K comparable, V any] struct {
	limit  int                      // of the sum of all weights
	weight func(key K, value V) int // nil: every value weighs 1

	mu     sync.RWMutex
	values map[K]V
	total  int
}

// New returns an empty cache that holds values up to limit. weight returns what a value
// counts for; nil counts each as 1.
func New[K comparable, V any](limit int, weight func(K, V) int) *Cache[K, V] {
	return &Cache[K, V]{limit: limit, weight: weight, values: map[K]V{}}
}

// Get returns the value of key, and reports whether there is one.
func (c *Cache[K, V]) Get(key K) (V, bool) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	value, ok := c.values[key]
	return value, ok
}

// Put stores value under key, unless key has a value already. A value heavier
// than the limit is stored alone.
func (c *Cache[K, V]) Put(key K, value V) {
	weight := 1
	if c.weight != nil {
		weight = c.weight(key, value)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.values[key]; ok {
		return
	}
	if c.total+weight > c.limit {
		clear(c.values)
		c.total = 0
	}
	c.values[key] = value
	c.total += weight
}
