package cache

import (
	"sync"
	"testing"
)

func TestCacheEmptiesItselfRatherThanGrow(t *testing.T) {
	t.Parallel()
	c := New(10, func(_ int, v string) int { return len(v) })
	c.Put(1, "1234")
	c.Put(1, "another value for the same key")
	if v, ok := c.Get(1); !ok || v != "1234" {
		t.Errorf("1 is %q", v)
	}
	c.Put(2, "123456")
	if _, ok := c.Get(1); !ok || c.total != 10 {
		t.Errorf("forgot 1 at the limit; weight %d", c.total)
	}
	c.Put(3, "x")
	if _, ok := c.Get(1); ok || c.total != 1 || len(c.values) != 1 {
		t.Errorf("beyond the limit: %d values, weight %d", len(c.values), c.total)
	}
	c.Put(4, "heavier than all together")
	if _, ok := c.Get(4); !ok || len(c.values) != 1 {
		t.Errorf("a heavy value: %d values", len(c.values))
	}
}

func TestCacheReturnsTheValueOfItsKeyUnderLoad(t *testing.T) {
	t.Parallel()
	c := New[int, int](16, nil)
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			for i := range 2000 {
				key := (i*7 + worker) % 40
				if v, ok := c.Get(key); ok && v != -key {
					t.Errorf("%d for %d", v, key)
				}
				c.Put(key, -key)
			}
		})
	}
	group.Wait()
	if c.total > 16 || len(c.values) != c.total {
		t.Errorf("%d values, weight %d", len(c.values), c.total)
	}
}
