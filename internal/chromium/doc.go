// Package chromium finds an installed Chromium, starts it with a fresh profile, takes
// screenshots of pages and measures elements in them.
//
// A [Browser] is offline unless [Options] asks otherwise: the pages that Screenshot
// and Measure open are given as bytes, load nothing and run no script. The profile is
// removed when the browser is closed.
//
// It imports chromedp and, of Charte, package message only.
package chromium
