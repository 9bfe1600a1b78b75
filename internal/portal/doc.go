// Package portal knows the origins that may embed the banner, and which
// addresses a visitor may be sent back to.
//
// A return address comes from a query, a form field or a Referer: anyone can
// write it. It is never passed on: it is taken apart, compared with a short list
// of exact origins, and built anew from its parts.
package portal
