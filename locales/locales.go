// Package locales holds the interface's texts, a file for each language, and
// nothing else. It imports the standard library only.
package locales

import "embed"

// Files are active.xx.toml for each language that is shipped.
//
//go:embed active.*.toml
var Files embed.FS
