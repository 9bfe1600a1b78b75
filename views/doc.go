// Package views turns view models into HTML. Its components are pure functions of
// their arguments: no clock, no request, no lookup.
//
// What belongs to one visitor only (return address, text version, date of an earlier
// choice, notice) comes in as a finished string or component, so that a page can be
// rendered once and these places filled for each visitor.
//
//go:generate go tool templ generate -path ..
package views
