// Package handlers is all of HTTP: routes, headers, forms, cookies, and the one
// place where an error becomes a page.
//
// It imports the domain (consent), what was loaded at start (charter, i18n,
// portal) and views. It never imports a registry: what it needs of one stands in
// [Registry], and main passes it in.
package handlers
