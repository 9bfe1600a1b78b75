package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"
)

// Surface is where a choice is made.
type Surface string

// The surfaces.
const (
	Banner  Surface = "banner"
	Charter Surface = "charter"
)

// Text is exactly what a visitor was shown for a choice: the page's HTML and the CSS it
// was drawn with. The parts that belong to one visitor only are empty: the return address,
// the text's own hash, the date of an earlier choice, the notice after an action.
type Text struct {
	HTML, CSS []byte
	Language  string
	Surface   Surface
	// Scope is the hash of the scope that the text asked about ([Scope.Hash]).
	Scope string
	// FirstServed is the UTC day on which the text was first stored.
	FirstServed time.Time
}

// Hash returns the text version, 64 hex digits: the SHA-256 of the format's name, then
// of each part with its length before it, so that no byte can move from one part to the
// other.
func (t Text) Hash() string {
	h := sha256.New()
	fmt.Fprintf(h, "charte-text-1\n%d\n", len(t.HTML))
	h.Write(t.HTML)
	fmt.Fprintf(h, "%d\n", len(t.CSS))
	h.Write(t.CSS)
	return hex.EncodeToString(h.Sum(nil))
}
