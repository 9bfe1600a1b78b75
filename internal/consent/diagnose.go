package consent

// diagnose returns the fault at r, which does not follow the link at. It reads the
// remaining records to distinguish a move from a deletion.
func diagnose(r Record, before, at, start Link, next func() (Record, error, bool)) error {
	n := at.Sequence + 1
	if at != start && r.Sequence == n && r.wasNumber(n) {
		return diagnoseLink(r, at, next)
	}
	// The forged record took a number, and those after it were renumbered.
	if at != start && r.Previous == before.Hash && r.wasNumber(at.Sequence) {
		return &ChainError{at.Sequence, Inserted}
	}
	found, last, err := search(n, r.Sequence, next)
	if err != nil {
		return err
	}
	genuine := r.wasLater(n, last)
	switch {
	case found && genuine:
		return &ChainError{n, Reordered}
	case found, r.Sequence < n:
		return &ChainError{n, Inserted}
	case genuine, r.Sequence > n:
		return &ChainError{n, Deleted}
	}
	return &ChainError{n, Changed}
}

// diagnoseLink returns the fault of two neighbours that each match their hash, but are not
// linked: one of them was rewritten together with its hash. It is r, unless the record
// after r links to r.
func diagnoseLink(r Record, at Link, next func() (Record, error, bool)) error {
	following, err, more := next()
	if err != nil {
		return err
	}
	if more && following.Previous != r.Hash {
		return &ChainError{r.Sequence, Changed}
	}
	return &ChainError{at.Sequence, Changed}
}

// search reads the remaining records. It reports whether one of them was written under the
// number n, and returns the highest number among last and theirs.
func search(n, last int64, next func() (Record, error, bool)) (found bool, highest int64, err error) {
	for {
		r, err, more := next()
		if err != nil || !more {
			return found, last, err
		}
		last = max(last, r.Sequence)
		found = found || r.wasNumber(n)
	}
}

// renumbered is the maximum number of deleted records that diagnose recognises if those
// after them were renumbered to close the gap.
const renumbered = 1000

// wasLater reports whether r is an unchanged record that was written under a number
// above n, where last is the highest number that the chain has today.
func (r Record) wasLater(n, last int64) bool {
	for sequence := n + 1; sequence <= last+renumbered; sequence++ {
		if r.wasNumber(sequence) {
			return true
		}
	}
	return false
}
