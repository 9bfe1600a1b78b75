// Package handlers serves visitors over HTTP: routes, headers, forms and cookies.
// One function, answers.route, turns every error into a status, a log line and a page.
//
// It imports no database package: the caller passes an implementation of [Registry].
package handlers
