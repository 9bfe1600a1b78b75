package command

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/proof"
	"charte/internal/store"
	"charte/internal/trouble"
)

// stampsFlag is the flag that names the folder of time stamps.
type stampsFlag struct {
	Stamps string `placeholder:"DIR" help:"Folder of the time stamps of the record's head. Default: stamps beside the SQLite file, else in systemd's state directory, else in the working directory."`
	state  string
}

// setStateDirectory takes the value of STATE_DIRECTORY; see recordFlags.
func (f *stampsFlag) setStateDirectory(folders string) { f.state, _, _ = strings.Cut(folders, ":") }

// folder returns the folder of the stamps that belong to a registry.
func (f stampsFlag) folder(registry store.Address) string {
	const name = "stamps"
	switch {
	case f.Stamps != "":
		return f.Stamps
	case registry.File() != "":
		return filepath.Join(filepath.Dir(registry.File()), name)
	}
	return filepath.Join(f.state, name)
}

// readStamps returns the stamps of a registry. It fails if --stamps names a folder that
// does not exist; without the flag, a missing folder has no stamps.
func (f stampsFlag) readStamps(registry registryFlag) ([]proof.Stamp, error) {
	address, err := registry.address()
	if err != nil {
		return nil, err
	}
	dir := f.folder(address)
	stamps, err := proof.ReadStamps(dir)
	if err == nil && f.Stamps != "" && len(stamps) == 0 {
		err = message.Errorf("--stamps %q: no time stamp there; name the folder that contains the .txt and .tsr files", dir)
	}
	if errors.Is(err, fs.ErrPermission) {
		err = trouble.ExplainRead("--stamps "+dir, err)
	}
	return stamps, err
}

// contradicted returns the error of a verification, with the first stamp that the chain
// contradicts.
func contradicted(stamps []proof.Stamp, err error) error {
	if s := proof.Contradicted(stamps, err); s != nil {
		return message.Errorf("%w; the time stamp %s of %s contradicts it: on that day record %d had the hash %s", err, s.Name, rfc(s.At), s.Head.Sequence, s.Head.Hash)
	}
	return err
}

// printStamps prints how far stamps protect the record, and whether one is later than
// the clock.
func printStamps(w io.Writer, stamps []proof.Stamp, v proof.Verdict, now time.Time) {
	if len(stamps) == 0 {
		return
	}
	last := stamps[len(stamps)-1]
	compared := v.Compared(proof.HeadsOf(stamps))
	say(w, message.Of("Time stamps that agree with the record: %d of %d.", compared, len(stamps)))
	if purged := len(stamps) - compared; purged > 0 {
		say(w, message.Of("Time stamps that could not be compared, because their records were purged: %d.", purged))
	}
	say(w, message.Of("The last one, %s, is of record %d and was signed on %s.", last.Name, last.Head.Sequence, rfc(last.At)))
	if last.At.After(now) {
		say(w, message.Of("That is in the future: the authority's clock or that of this machine is wrong."))
	}
	if v.Head.Sequence > last.Head.Sequence {
		say(w, later(last.Head.Sequence+1, v.Head.Sequence))
		if now.Sub(last.At) > stampAge {
			say(w, message.Of("The timer asks for one every day, so later ones are missing: either it is off (systemctl list-timers 'charte-stamp*'), or they were deleted. Compare the folder with its copy elsewhere."))
		}
	}
	say(w, message.Of("The signatures are those of the tokens' own certificates; openssl ts -verify shows whether they are the authority's."))
}

// later describes the records that no stamp protects yet.
func later(first, last int64) message.Text {
	if first == last {
		return message.Of("Record %d is later: until the next time stamp, nothing shows whether it was rewritten.", first)
	}
	return message.Of("Records %d to %d are later: until the next time stamp, nothing shows whether they were rewritten.", first, last)
}

// headsToCompare returns the heads that were given and those of the stamps.
func headsToCompare(given []consent.Link, stamps []proof.Stamp) []consent.Link {
	return append(given[:len(given):len(given)], proof.HeadsOf(stamps)...)
}
