// Package audit compares what a portal really sets with what its charter
// declares: the law asks for a list that is true, and for nothing before a
// choice (compliance H-02, C-01, C-16).
//
// The way through it:
//
//   - observation.go holds what was seen, as [charte/internal/audit/browse] fills
//     it; nothing else of this package knows a browser.
//   - coverage.go sums up what was seen and what was not; an incomplete audit proves
//     that something runs, never that nothing does.
//   - [Compare] holds [Observations] against a charter and makes a [Report].
//   - known.toml names the trackers that open-data portals are known to set, with
//     the source of each; whatever is not in it is said to be unknown.
//   - json.go writes and reads a report, [Since] compares two of them; views puts
//     them into words.
//
// It imports consent, charter, check, locales, a TOML reader and the public suffix list; it
// knows no HTTP, no view and no browser. The values of cookies are never kept:
// names, attributes and lifetimes tell what a charter must declare, values would
// tell of a person.
package audit
