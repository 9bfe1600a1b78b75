//go:build !race

package handlers_test

// slack multiplies the limits of allocations; see race_on_test.go.
const slack = 1.0
