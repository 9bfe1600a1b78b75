// Package portal parses the addresses of the service and of the portals, and decides
// which origins may embed the banner and which addresses a visitor may return to.
//
// A return address comes from a query, a form field or a Referer, so it is untrusted.
// Its origin is compared with the list of allowed origins, and the address is rebuilt
// from its parsed parts, unless it contains only characters that need no escaping.
package portal
