package store

import (
	"net/url"
	"strings"

	"charte/internal/message"
)

// The errors of [ParseAddress]. Neither contains a part of the address.
var (
	ErrKind = message.Errorf("write it as sqlite:FILE or postgres://USER@HOST/DATABASE")
	ErrURL  = message.Errorf("write it as postgres://USER:PASSWORD@HOST/DATABASE, with %%XX for special characters")
)

// Hidden replaces an address whose password cannot be located.
const Hidden = "(not shown)"

// Address names a registry: the path of an SQLite file, or the URL of a PostgreSQL
// database.
type Address struct{ file, url, masked string }

// ParseAddress parses sqlite:FILE, postgres://… or postgresql://…. It returns ErrKind
// for anything else, and ErrURL for a PostgreSQL address that is not a URL.
func ParseAddress(text string) (Address, error) {
	kind, rest, _ := strings.Cut(text, ":")
	switch {
	case kind == "sqlite" && rest != "":
		return Address{file: rest, masked: text}, nil
	case kind != "postgres" && kind != "postgresql":
		return Address{masked: Hidden}, ErrKind
	}
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" {
		return Address{masked: Hidden}, ErrURL
	}
	return Address{url: text, masked: mask(u)}, nil
}

// mask returns the URL with xxxxx in place of its passwords. It returns [Hidden] if a
// special character that is not written as %XX may have moved a part of a password
// into the path, the query or the fragment.
func mask(u *url.URL) string {
	rest := *u
	rest.User = nil
	if strings.Contains(rest.String(), "@") || u.Fragment != "" {
		return Hidden
	}
	query := u.Query()
	for name := range query {
		if strings.Contains(strings.ToLower(name), "pass") {
			query.Set(name, "xxxxx")
		}
	}
	masked := *u
	if len(query) > 0 {
		masked.RawQuery = query.Encode()
	}
	return masked.Redacted()
}

// File returns the path of the SQLite file; empty for PostgreSQL.
func (a Address) File() string { return a.file }

// URL returns the URL of the PostgreSQL database, which may contain a password; empty
// for SQLite.
func (a Address) URL() string { return a.url }

// String returns the address without its password, or [Hidden].
func (a Address) String() string { return a.masked }
