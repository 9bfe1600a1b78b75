// Package proof turns the record into what an authority, or a person who chose,
// can be shown: a verified chain, the page as it was, an export, a dossier. It
// also does what the record needs over time: retention, and counting what leaves
// no record.
//
// It knows neither HTTP nor any database: it imports the standard library,
// consent, ledger and phrase, and package main hands it a registry.
package proof
