//go:build race

package handlers_test

// slack multiplies the limits of allocations. With the race detector, sync.Pool drops
// some items on purpose, so that requests allocate more.
const slack = 1.5
