// Package locales holds the texts of the interface and the words of the charter's
// tables. It imports the standard library only.
package locales

import "embed"

// Files contains active.xx.toml for each language that is shipped.
//
//go:embed active.*.toml
var Files embed.FS

// Columns is columns.toml: the words by which the tables of a charter are read and
// written.
//
//go:embed columns.toml
var Columns string
