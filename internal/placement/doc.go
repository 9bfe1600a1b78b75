// Package placement opens a portal's page in an installed Chromium and reports whether
// the banner of a kit is where a visitor can use it: at the bottom of the window, whole,
// above everything else, and absent on paper. Each fault names its cause as far as the
// page shows it: an element and its property, an attribute that the platform removed,
// or a directive of the page's Content-Security-Policy.
//
// It makes no choice and stores nothing.
package placement
