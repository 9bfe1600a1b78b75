// Package stats works out what an operator is shown of the record: how many
// decided what, by day, purpose, language and text, and what a change of the
// charter asked anew. Everything is made of the registry's totals, which outlive
// the records and say nothing about anyone; plot, table and CSV are made of the
// same [Table], so they agree.
//
// It imports the standard library, consent and csv, and knows no HTTP and no language.
package stats
