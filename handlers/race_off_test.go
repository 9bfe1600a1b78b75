//go:build !race

package handlers_test

// slack is 1: what is counted is what is allocated.
const slack = 1.0
