// Package consenttest is the suite that every registry passes: whoever reads it
// knows what a registry promises. It imports consent, store (for the types that
// its methods return) and the standard library.
package consenttest
