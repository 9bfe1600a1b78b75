package proof

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/digitorus/timestamp"

	"charte/internal/consent"
	"charte/internal/message"
)

// Stamp is a statement of the record's head with the token of a time-stamping
// authority (RFC 3161).
type Stamp struct {
	// Name is that of the two files, without .txt and .tsr.
	Name string
	// Head is the head that the statement names, and At the time in the token.
	Head consent.Link
	At   time.Time
}

// The files of a folder of stamps: a statement, its token, and the certificate of the
// authority, as the operator configured it.
const (
	statementFile = ".txt"
	tokenFile     = ".tsr"
	authorityFile = "authority.pem"
)

// maxStampFile bounds a statement, a token or a certificate, in bytes.
const maxStampFile = 1 << 20

// ReadStamps returns the stamps in a folder, in the order of their heads. It checks that
// each token is signed and certifies its statement. Whether the signer is an authority
// is not checked: that depends on whom the reader trusts, and openssl ts -verify does
// it. A folder that does not exist has no stamps.
func ReadStamps(dir string) ([]Stamp, error) {
	names, err := stampNames(dir)
	if err != nil {
		return nil, err
	}
	var all []Stamp
	for _, name := range names {
		s, err := readStamp(dir, name)
		if err != nil {
			return nil, message.Errorf("time stamp %s: %w", filepath.Join(dir, name), err)
		}
		all = append(all, s)
	}
	slices.SortStableFunc(all, func(a, b Stamp) int { return cmp.Compare(a.Head.Sequence, b.Head.Sequence) })
	for i := 1; i < len(all); i++ {
		if before, s := all[i-1], all[i]; s.At.Before(before.At) {
			return nil, message.Errorf("time stamp %s: its head is later than that of %s, but its time, %s, is earlier", filepath.Join(dir, s.Name), before.Name, s.At.UTC().Format(time.RFC3339))
		}
	}
	return all, nil
}

// stampNames returns the names of the statements in a folder, sorted. A token without a
// statement is left from a stamping that was interrupted.
func stampNames(dir string) (names []string, err error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for _, e := range entries {
		if name, found := strings.CutSuffix(e.Name(), statementFile); found {
			names = append(names, name)
		}
	}
	return names, err
}

func readStamp(dir, name string) (Stamp, error) {
	statement, err := readStampFile(filepath.Join(dir, name+statementFile))
	if err != nil {
		return Stamp{}, err
	}
	reply, err := readStampFile(filepath.Join(dir, name+tokenFile))
	if err != nil {
		return Stamp{}, err
	}
	head, err := ParseHead(string(statement))
	if err != nil {
		return Stamp{}, err
	}
	token, err := timestamp.ParseResponse(reply)
	if err != nil {
		return Stamp{}, message.Errorf("the token cannot be read: %w", err)
	}
	digest := sha256.Sum256(statement)
	if !bytes.Equal(token.HashedMessage, digest[:]) {
		return Stamp{}, message.Errorf("the token certifies another statement: one of the two files was changed")
	}
	return Stamp{name, head, token.Time}, nil
}

func readStampFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if info.Size() > maxStampFile {
		return nil, message.Errorf("%s is larger than 1 MiB", path)
	}
	return os.ReadFile(path)
}

// Contradicted returns the first stamp whose head the record with that number does not
// have, given the error of [Verify] with the heads of the stamps; nil: no stamp.
func Contradicted(stamps []Stamp, err error) *Stamp {
	var fault *consent.ChainError
	if !errors.As(err, &fault) {
		return nil
	}
	for i := range stamps {
		if stamps[i].Head.Sequence >= fault.Sequence {
			return &stamps[i]
		}
	}
	return nil
}

// HeadsOf returns the heads of stamps.
func HeadsOf(stamps []Stamp) (heads []consent.Link) {
	for _, s := range stamps {
		heads = append(heads, s.Head)
	}
	return heads
}
