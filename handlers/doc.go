// Package handlers is all of HTTP: routes, headers, forms, cookies, and the one
// place where an error becomes a page.
//
// It never imports a registry: [Registry] lists the methods that it needs, and the
// caller passes in a value that has them.
package handlers
