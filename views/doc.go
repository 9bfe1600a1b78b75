// Package views turns view models into HTML. Its components are pure functions
// of their arguments: no clock, no request, no lookup. It never imports
// net/http, database/sql, handlers or a registry.
//
// Whatever belongs to one visitor only (return address, text version, the date
// of an earlier choice, the notice of what was just done) comes in as a finished
// string or component, so that handlers can render a page once and fill those
// places for each visitor.
//
//go:generate go tool templ generate -path ..
package views
