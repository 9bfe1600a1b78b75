// Package proof turns records into evidence for an authority or for the person who
// chose: a verified chain, the page as it was shown, an export, a dossier. It also
// computes retention, counts served banners and records spooled entries.
//
// It imports neither net/http nor database/sql. Each function takes the methods of
// the registry that it needs.
package proof
