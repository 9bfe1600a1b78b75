package consent

import "strings"

// Kind is the technology of a tracker.
type Kind string

// The kinds of trackers.
const (
	Cookie         Kind = ""
	LocalStorage   Kind = "localStorage"
	SessionStorage Kind = "sessionStorage"
	IndexedDB      Kind = "indexedDB"
	Pixel          Kind = "pixel"  // an image or request that carries data
	Server         Kind = "server" // measured from requests, without anything stored
)

// ID returns what identifies a tracker of this kind in a purpose and a scope: the
// name of a cookie, "localStorage:name" for another kind. No cookie's name contains a
// colon.
func (k Kind) ID(name string) string {
	if k == Cookie {
		return name
	}
	return string(k) + ":" + name
}

// SplitKind returns kind and name of a tracker's id.
func SplitKind(id string) (Kind, string) {
	if kind, name, found := strings.Cut(id, ":"); found {
		switch k := Kind(kind); k {
		case LocalStorage, SessionStorage, IndexedDB, Pixel, Server:
			return k, name
		}
	}
	return Cookie, id
}
