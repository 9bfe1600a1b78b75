// Package picture takes pictures of a page with an installed Chromium, and measures
// what is in it: the whole page, as wide as a given screen. The page is handed over as bytes; it loads
// nothing, from nowhere, and runs no script.
//
// It imports chromedp and nothing of ours.
package picture
