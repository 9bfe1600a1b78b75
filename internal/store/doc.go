// Package store stores consent records in an SQL database. It contains what SQLite
// and PostgreSQL have in common: everything except how a database is opened and
// locked, and the types of its columns. Packages sqlite and postgres each embed a
// [Store].
//
// Both have the same tables (see the migrations of either):
//
//   - records contains the chain, head its newest link, and checkpoints where purges
//     ended.
//   - texts and styles contain what visitors were shown, scopes what they were asked.
//   - totals contains the number of decisions by day, and outlives the records.
//   - history contains the values in force with their start.
//   - content contains the operator's files that were served last.
//   - horizon contains the date up to which a purge needs no confirmation.
package store
