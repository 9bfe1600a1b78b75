// Package pgtest starts a real PostgreSQL for tests: a temporary cluster on a
// unix socket, by an unprivileged user, from the programs that Debian's package
// installs. A test that needs one fails where they are missing. It imports the
// standard library and pgx.
package pgtest
