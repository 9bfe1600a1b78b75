package browse

import (
	"slices"
	"strings"

	"github.com/chromedp/cdproto/domstorage"

	"charte/internal/audit"
)

// write is an item that a page wrote into storage, whether or not it was removed
// afterwards.
type write struct{ origin, kind, name string }

// storageWrite records a key that was set in localStorage or sessionStorage. The
// browser reports it, so the page cannot hide it.
func (r *recorder) storageWrite(id *domstorage.StorageID, key string) {
	origin := id.SecurityOrigin
	if origin == "" {
		origin, _, _ = strings.Cut(string(id.StorageKey), "^") // the key of a partition continues after it
	}
	kind := audit.SessionStorage
	if id.IsLocalStorage {
		kind = audit.LocalStorage
	}
	r.addWrite(write{strings.TrimSuffix(origin, "/"), kind, key})
}

func (r *recorder) addWrite(w write) {
	w.origin, w.name = truncate(w.origin), truncate(w.name)
	if len(r.written) < maxItems && !slices.Contains(r.written, w) {
		r.written = append(r.written, w)
	}
}

// writes returns what was written since the last reset.
func (r *recorder) writes() []write {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.written)
}

// stored adds the items that were written or are in the frames' storage to the
// observations: once per visit, and again if an item is written after the choice.
func (v *visit) stored(address string, all []frameContent, written []write) {
	for _, w := range written {
		v.store(address, w, v.after)
	}
	for _, frame := range all {
		for kind, names := range map[string][]string{
			audit.LocalStorage: frame.LocalStorage, audit.SessionStorage: frame.SessionStorage,
			audit.IndexedDB: frame.IndexedDB, audit.CacheStorage: frame.Cache,
		} {
			for _, name := range names {
				w := write{truncate(frame.Origin), kind, truncate(name)}
				if !v.known[storedKey{w, false}] && !v.known[storedKey{w, true}] {
					v.store(address, w, v.after)
				}
			}
		}
	}
}

// storedKey is a stored item and whether the state was reached when it was stored.
type storedKey struct {
	write
	after bool
}

func (v *visit) store(address string, w write, after bool) {
	if key := (storedKey{w, after}); !v.known[key] && len(v.known) < maxItems {
		v.known[key] = true
		v.Stored = append(v.Stored, audit.Stored{Page: redact(address), Origin: w.origin, Kind: w.kind, Name: w.name, AfterChoice: after})
	}
}
