// Package browse looks at a portal through an installed Chromium, in every state
// of consent, and tells what it saw as [audit.Observations]. It judges nothing.
//
// [Run] is the way in. Per state (visit.go) a browser of its own is started, with
// a profile that is removed afterwards (chromium.go); the choice is made on the
// banner (choice.go, service.go); every page is opened in a tab of its own (tab.go)
// whose network traffic is recorded (record.go, hops.go). It is watched, scrolled and
// pointed at (load.go, moves.go); then jar (jar.go) and storage (inside.go,
// written.go) are read, and whether it was the portal's page (seen.go). Which pages, and which are left out, is in
// crawl.go, robots.go and sitemap.go.
//
// Sites are taken to be hostile: every wait has an end, everything that is kept has
// a size, and a page that breaks its tab costs the audit that one page.
//
// It uses net/http as a client only, for robots.txt, sitemaps and charter.json.
package browse
