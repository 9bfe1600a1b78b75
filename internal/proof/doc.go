// Package proof turns the record into what an authority, or a person who chose,
// can be shown: a verified chain, the page as it was, an export, a dossier. It
// also does what the record needs over time: retention, and counting what leaves
// no record.
//
// It imports neither net/http nor database/sql. A caller passes in the registry,
// whose methods return the types of package store.
package proof
