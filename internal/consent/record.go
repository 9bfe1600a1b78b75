package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// Record is a durable entry: numbered without gaps from 1 and chained to the
// record before it.
type Record struct {
	Entry
	Sequence int64
	// Previous is the hash of the record before; [ChainStart] for the first.
	Previous string
	// Hash is the SHA-256 of [Record.Canonical].
	Hash string
}

// ChainStart is the previous hash of the first record.
const ChainStart = "0000000000000000000000000000000000000000000000000000000000000000"

// NewRecord chains an entry behind the record with the given number and hash.
func NewRecord(e Entry, sequence int64, previous string) Record {
	r := Record{Entry: e.Cut(), Sequence: sequence, Previous: previous}
	r.Hash = r.Sum()
	return r
}

// Canonical returns the text that is hashed: one field a line, in a fixed order, so that
// a verifier in any language can rebuild it. [Entry.Check] rejects line breaks in fields.
func (r Record) Canonical() string {
	return strings.Join([]string{
		"charte-record-1",
		strconv.FormatInt(r.Sequence, 10),
		r.Time.UTC().Format(time.RFC3339),
		string(r.Decision),
		r.Choice.String(),
		r.Scope, r.Text, r.Language, r.Portal,
		strconv.FormatBool(r.GPC),
		r.Receipt, r.Ends,
		r.Previous,
	}, "\n") + "\n"
}

// Sum returns the SHA-256 of Canonical in 64 hex digits: what Hash must be.
func (r Record) Sum() string {
	sum := sha256.Sum256([]byte(r.Canonical()))
	return hex.EncodeToString(sum[:])
}
