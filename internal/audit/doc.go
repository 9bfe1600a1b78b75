// Package audit compares what a portal sets in a browser with what its charter
// declares. The law requires a complete list of trackers, and no tracker before a
// choice (compliance H-02, C-01, C-16).
//
// How the parts fit together:
//
//   - [Observations] hold what was seen; [charte/internal/audit/browse] fills them.
//     No other part of this package depends on a browser.
//   - [Coverage] counts what was seen and what was not. An incomplete audit can prove
//     that something runs, never that nothing does.
//   - [Compare] compares the observations with a charter and returns a [Report].
//   - known.toml lists trackers that open-data portals commonly set, with the source
//     of each. The report calls every other tracker unknown.
//   - [Read] and WriteJSON store reports, [Since] compares two of them, and package
//     views renders them.
//
// The values of cookies are never stored: names, attributes and lifetimes are what a
// charter declares, and a value could identify a person.
package audit
