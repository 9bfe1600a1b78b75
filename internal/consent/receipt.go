package consent

import (
	"encoding/base32"
	"fmt"
	"io"
	"strings"
)

// receiptBytes is the number of random bytes in a receipt id: 128 bits.
const receiptBytes = 16

// receiptText is Crockford's base 32: without i, l, o and u, so that an id read aloud or
// copied by hand is not mistaken.
var receiptText = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// NewReceipt returns a random receipt id of 26 characters. Only grants have one, so that
// a person can exercise rights without stating who they are (GDPR art. 11).
func NewReceipt(random io.Reader) (string, error) {
	var b [receiptBytes]byte
	if _, err := io.ReadFull(random, b[:]); err != nil {
		return "", fmt.Errorf("generate a receipt id: %w", err)
	}
	return receiptText.EncodeToString(b[:]), nil
}

// ValidReceipt reports whether id has the form of a receipt id.
func ValidReceipt(id string) bool {
	b, err := receiptText.DecodeString(id)
	return err == nil && len(b) == receiptBytes && !strings.ContainsAny(id, "\r\n")
}

// misread replaces what a person may read or type in place of a character of a receipt
// id, and what groups of characters are separated by.
var misread = strings.NewReplacer("o", "0", "i", "1", "l", "1", "-", "", ".", "")

// ParseReceipt returns the receipt id that a person typed: in either case, in groups,
// or with a letter that looks like a digit. It reports whether the id has the right
// form.
func ParseReceipt(typed string) (id string, ok bool) {
	id = misread.Replace(strings.ToLower(strings.Join(strings.Fields(typed), "")))
	return id, ValidReceipt(id)
}
