// Package locales contains the texts that people read, and the words that the
// program looks for in them. It imports the standard library only.
package locales

import "embed"

// Original is the language of charter.md unless its front matter names another. Every
// text exists in it and in English.
const Original = "fr"

// Unreviewed lists the languages whose shipped texts no native reader has reviewed.
var Unreviewed = []string{"de", "es"}

// Files contains, for package i18n, active.xx.toml for each language that is shipped:
// the texts that visitors see; and operator-pages.xx.toml: the texts of the operator's
// pages, of the audit's report and of the kits.
//
//go:embed active.*.toml operator-pages.*.toml
var Files embed.FS

// Operator contains operator.xx.toml for each language but English: the messages
// of check, audit and the commands, for package message.
//
//go:embed operator.*.toml
var Operator embed.FS

// Languages is languages.toml: names that languages have for themselves.
//
//go:embed languages.toml
var Languages string

// Columns is columns.toml: the words by which the tables of a charter are read and
// written.
//
//go:embed columns.toml
var Columns string

// CSV is csv.toml: the names of columns in CSV files.
//
//go:embed csv.toml
var CSV string

// DossierIndex is the first page of a dossier, a template for html/template.
//
//go:embed dossier.fr.html
var DossierIndex string

// Dossier is the README of a dossier, a template for text/template.
//
//go:embed dossier.fr.txt
var Dossier string

// Words is words.toml: what check and audit look for in texts.
//
//go:embed words.toml
var Words string
