package consent

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Entry is one decision, before the registry numbers and chains it.
// It has no address, agent, path or account, and never will (GDPR art. 5(1)(c)).
type Entry struct {
	// Time is in UTC, to the second; [Entry.Cut] has cut it to the day where
	// nothing is granted and no receipt ended.
	Time     time.Time
	Decision Decision
	// Choice has every purpose that was asked about, true and false alike.
	Choice Choice
	// Scope and Text are the hashes of what was asked and of what was shown.
	// Text is empty where a refusal came without one.
	Scope, Text string
	// Language is that of the page that was shown.
	Language string
	// Portal is the origin of the portal that the visitor came from; empty when
	// the visitor came to the charter by itself.
	Portal string
	// GPC reports whether the browser sent Sec-GPC: 1.
	GPC bool
	// Receipt is the random id given to a visitor who granted something; Ends is
	// the receipt of the grant that this decision replaces. Where both are the
	// same, a part of that grant was taken back and the rest goes on: nothing new
	// was granted, so such an entry may have no text.
	Receipt, Ends string
}

// Cut returns the entry with its time in UTC, to the second where something is
// granted or ended, to the day otherwise: proof needs no finer time for a refusal.
func (e Entry) Cut() Entry {
	if e.Choice.Grants() || e.Ends != "" {
		e.Time = e.Time.UTC().Truncate(time.Second)
	} else {
		e.Time = utcDay(e.Time)
	}
	return e
}

// portal also leaves out control characters and what is not UTF-8 (read as
// U+FFFD): not every database stores those.
var portal = regexp.MustCompile(`^(https?://[^\s\p{C}\p{Z}\x{FFFD}/?#@\\]{1,255})?$`)

// Check fails if the entry cannot become a record.
func (e Entry) Check() error {
	switch {
	case e.Decision != Accept && e.Decision != Refuse && e.Decision != Custom && e.Decision != Seen:
		return ErrDecision
	case !IsHash(e.Scope):
		return errors.New("scope is not a hash")
	case e.Text != "" && !IsHash(e.Text):
		return errors.New("text is not a hash")
	case e.Text == "" && e.Choice.Grants() && e.Receipt != e.Ends:
		return errors.New("a grant must cite the text that was shown")
	case e.Choice.Grants() != (e.Receipt != ""):
		return errors.New("a receipt belongs to a grant, and to nothing else")
	case e.Receipt != "" && !ValidReceipt(e.Receipt), e.Ends != "" && !ValidReceipt(e.Ends):
		return errors.New("not a receipt id")
	case !isLanguage(e.Language):
		return errors.New("not a language code")
	case !isPlainOrigin(e.Portal) && !portal.MatchString(e.Portal):
		return errors.New("portal is not an origin")
	case e.Time.UTC().Year() < 1 || e.Time.UTC().Year() > 9999:
		return errors.New("RFC 3339 cannot say this year")
	}
	for id := range e.Choice {
		if err := CheckPurposeID(id); err != nil {
			return fmt.Errorf("purpose %q: %w", id, err)
		}
	}
	return nil
}

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

// Canonical is the text that is hashed: one field a line, in a fixed order, so
// that a verifier in any language can rebuild it. No field can hold a line
// break: [Entry.Check] sees to it.
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

// Sum computes what Hash must be.
func (r Record) Sum() string {
	sum := sha256.Sum256([]byte(r.Canonical()))
	return hex.EncodeToString(sum[:])
}

// String writes the choice sorted by purpose: "first_party=false statistics=true".
func (c Choice) String() string {
	var room [MaxPurposes]string
	ids, size := room[:0], 0
	for id := range c {
		ids, size = append(ids, id), size+len(id)+len("=false ")
	}
	slices.SortFunc(ids, compareWords)
	var b strings.Builder
	b.Grow(size)
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(id)
		b.WriteByte('=')
		b.WriteString(strconv.FormatBool(c[id]))
	}
	return b.String()
}

// compareWords orders ids as the words that they start, "id=…": "a1=" comes before
// "a=".
func compareWords(a, b string) int {
	common := min(len(a), len(b))
	if order := strings.Compare(a[:common], b[:common]); order != 0 || len(a) == len(b) {
		return order
	}
	if len(a) < len(b) {
		return cmp.Compare('=', b[common])
	}
	return cmp.Compare(a[common], '=')
}

// ParseChoice reads back what [Choice.String] wrote.
func ParseChoice(text string) (Choice, error) {
	choice := Choice{}
	for _, word := range strings.Fields(text) {
		id, value, _ := strings.Cut(word, "=")
		granted, err := strconv.ParseBool(value)
		if err != nil {
			return nil, fmt.Errorf("choice %q: %w", word, err)
		}
		choice[id] = granted
	}
	return choice, nil
}
