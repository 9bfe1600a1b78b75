// Package consenttest is the conformance suite for implementations of
// [consent.Registry], with benchmarks and crash tests. It imports consent and the
// standard library.
package consenttest
