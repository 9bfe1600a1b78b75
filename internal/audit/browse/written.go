package browse

import (
	"slices"
	"strings"

	"github.com/chromedp/cdproto/domstorage"

	"charte/internal/audit"
)

// write is something that a page wrote into the browser without a cookie, whether
// it is still there afterwards or not.
type write struct{ origin, kind, name string }

// wrote notes a key that was set in one of the storages. The browser reports it
// itself, so a page cannot keep it back.
func (r *recorder) wrote(id *domstorage.StorageID, key string) {
	origin := id.SecurityOrigin
	if origin == "" {
		origin, _, _ = strings.Cut(string(id.StorageKey), "^") // a partition's key goes on
	}
	kind := audit.SessionStorage
	if id.IsLocalStorage {
		kind = audit.LocalStorage
	}
	r.note(write{strings.TrimSuffix(origin, "/"), kind, key})
}

func (r *recorder) note(w write) {
	w.origin, w.name = cut(w.origin), cut(w.name)
	if len(r.written) < most && !slices.Contains(r.written, w) {
		r.written = append(r.written, w)
	}
}

// writes returns what was written since the recorder last forgot.
func (r *recorder) writes() []write {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.written)
}

// stored turns what the frames keep, and what was written on the way, into
// observations. Each is told once per visit, and once more if it is written again
// after the choice.
func (v *visit) stored(address string, all []inside, written []write) {
	for _, w := range written {
		v.store(address, w, v.after)
	}
	for _, frame := range all {
		for kind, names := range map[string][]string{
			audit.LocalStorage: frame.LocalStorage, audit.SessionStorage: frame.SessionStorage,
			audit.IndexedDB: frame.IndexedDB, audit.CacheStorage: frame.Cache,
		} {
			for _, name := range names {
				w := write{cut(frame.Origin), kind, cut(name)}
				if !v.kept[kept{w, false}] && !v.kept[kept{w, true}] {
					v.store(address, w, v.after)
				}
			}
		}
	}
}

// kept is something stored, and whether the state was reached when it was.
type kept struct {
	write
	after bool
}

func (v *visit) store(address string, w write, after bool) {
	if key := (kept{w, after}); !v.kept[key] && len(v.kept) < most {
		v.kept[key] = true
		v.Stored = append(v.Stored, audit.Stored{Page: told(address), Origin: w.origin, Kind: w.kind, Name: w.name, AfterChoice: after})
	}
}
