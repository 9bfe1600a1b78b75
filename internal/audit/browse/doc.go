// Package browse visits a portal with an installed Chromium, in every state of
// consent, and returns what the pages set and request as [audit.Observations]. It
// draws no conclusions; package audit compares the observations with the charter.
//
// [Run] is the entry point. For each state, visit.go starts a browser with a fresh
// profile (session.go) and makes the choice on the banner (choice.go, service.go). It
// opens every page in a tab of its own (tab.go), records its network events (record.go,
// hops.go), watches it (load.go) and scrolls it, moves the pointer and presses a key
// (gestures.go). Then it reads the cookie jar (jar.go) and the storage (frame.go,
// written.go), and checks that the page was the portal's (wall.go). crawl.go, robots.go
// and sitemap.go decide which pages are opened.
// At the end, lookup.go looks up the hosts of the domain of the portal.
//
// Sites are assumed to be hostile: every wait has a timeout, everything stored has a
// size limit, and a page that breaks its tab costs the audit only that page.
//
// The package uses net/http as a client only, for robots.txt, sitemaps and charter.json.
package browse
