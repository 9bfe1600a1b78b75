// Package stats computes the figures of the operator's pages: decisions by day,
// purpose, language and text, and the effect of each change of the scope. It reads
// only the registry's totals, which outlive the records and identify nobody. Plot,
// page and CSV are made from the same [Table], so they agree.
package stats
