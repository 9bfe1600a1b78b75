// Package portal knows which origins may embed the banner, and which addresses a
// visitor may return to.
//
// A return address comes from a query, a form field or a Referer, so it is untrusted.
// It is never passed on as it came: its origin is compared with the list of allowed
// origins, and the address is rebuilt from its parsed parts.
package portal
