// Package operator serves the operator's pages and metrics: figures, versions, the
// evidence of a day and of a receipt, the registry's health, kits and checks. They are
// served on a separate listener, never on the public one, and every route
// is read-only.
//
// It imports neither database/sql nor package handlers; it reads the registry through
// [Registry].
package operator
