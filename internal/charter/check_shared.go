package charter

import (
	"charte/internal/consent"
	"charte/internal/message"
)

// warnSharedTrackers warns of trackers that two purposes declare, and of patterns of
// two purposes that one cookie can match: a refusal of one would depend on the other.
func warnSharedTrackers(src *source, bound []boundPurpose) {
	for i, b := range bound {
		for _, t := range b.Trackers {
			if other, id, found := sharedBefore(bound[:i], t); found && other.ID() == t.ID() {
				src.warn(t.Line, message.Of("the tracker %q is also declared under the purpose %q", t.Name, id), message.Of("a tracker should serve one purpose"))
			} else if found {
				src.warn(t.Line, message.Of("one cookie can match both %q and %q, which line %d declares under the purpose %q", t.Name, other.Name, other.Line, id),
					message.Of("write narrower patterns, so that each cookie serves one purpose"))
			}
		}
	}
}

// sharedBefore returns the tracker of an earlier purpose that overlaps t, and the id of
// that purpose; an equal one first.
func sharedBefore(earlier []boundPurpose, t Tracker) (other Tracker, id string, found bool) {
	for _, b := range earlier {
		for _, o := range b.Trackers {
			if o.ID() == t.ID() {
				return o, b.ID, true
			}
			if !found && o.Kind == t.Kind && consent.Overlap(o.Name, t.Name) {
				other, id, found = o, b.ID, true
			}
		}
	}
	return other, id, found
}
