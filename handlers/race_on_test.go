//go:build race

package handlers_test

// slack is what the race detector adds to allocations: under it sync.Pool drops
// some of what it is given, on purpose.
const slack = 1.5
