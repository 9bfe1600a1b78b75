// Package operator is the HTTP of those who run the service: figures, versions,
// the registry's health, kits, and the metrics. It is served on a listener of its
// own, never on the public one, and changes nothing: there is no
// request here that does more than read.
//
// It imports neither database/sql nor package handlers. It reads the registry through
// [Registry].
package operator
