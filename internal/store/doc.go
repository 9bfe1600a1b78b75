// Package store stores consent records in an SQL database: all that SQLite and
// PostgreSQL have in common, which is all but how they are opened, how they
// lock, and their column types. Package sqlite and package postgres each embed
// a [Store], and pass its types on to the packages that read the record.
//
// The tables are the same on both (see the migrations of either):
//
//   - records holds the chain, head the newest link of it, checkpoints where
//     purges ended.
//   - texts and styles hold what visitors were shown; scopes what was asked.
//   - totals counts decisions by day, and outlives the records.
//   - history holds the values in force with their start.
//   - content holds the operator’s files that were served last.
//   - horizon holds the date up to which a purge needs no confirmation.
package store
