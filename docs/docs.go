package docs

import _ "embed"

// Verifier is the second verifier of the record's chain, in Python; RecordFormat
// describes the file that it reads. Both go into every dossier.
var (
	//go:embed verify.py
	Verifier []byte
	//go:embed record-format.md
	RecordFormat []byte
)

// ReferenceFrench has the French of each sentence of --help, as TOML.
//
//go:embed reference.fr.toml
var ReferenceFrench string
