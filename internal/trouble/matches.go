package trouble

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
)

// sqlite matches the result codes of SQLite, primary or extended.
func sqlite(codes ...int) func(error) bool {
	return func(err error) bool {
		var coded interface{ Code() int }
		return errors.As(err, &coded) && (slices.Contains(codes, coded.Code()) || slices.Contains(codes, coded.Code()&0xff))
	}
}

// postgres matches the SQLSTATE codes of PostgreSQL, and of PgBouncer.
func postgres(states ...string) func(error) bool {
	return func(err error) bool {
		var coded interface{ SQLState() string }
		return errors.As(err, &coded) && slices.Contains(states, coded.SQLState())
	}
}

// kernel matches error numbers, outside the network.
func kernel(numbers ...syscall.Errno) func(error) bool {
	return func(err error) bool {
		return !dialling(err) && slices.ContainsFunc(numbers, func(n syscall.Errno) bool { return errors.Is(err, n) })
	}
}

// refused matches a server that does not run: nothing listens on the port, or the
// socket's file is missing.
func refused(err error) bool {
	return dialling(err) && (errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, syscall.ENOENT))
}

func dialling(err error) bool {
	operation := (*net.OpError)(nil)
	return errors.As(err, &operation) && operation.Op == "dial"
}

func unknownHost(err error) bool {
	failed := (*net.DNSError)(nil)
	return errors.As(err, &failed)
}

func late(err error) bool {
	var failed net.Error
	return errors.As(err, &failed) && failed.Timeout() || errors.Is(err, os.ErrDeadlineExceeded)
}

// certificate matches a certificate that cannot be verified.
func certificate(err error) bool {
	verified := (*tls.CertificateVerificationError)(nil)
	authority, host := x509.UnknownAuthorityError{}, x509.HostnameError{}
	return errors.As(err, &verified) || errors.As(err, &authority) || errors.As(err, &host)
}

// wording matches an error for which pgx has neither a code nor a type.
func wording(words string) func(error) bool {
	return func(err error) bool { return strings.Contains(err.Error(), words) }
}

// privileged matches a port that only root may use.
func privileged(err error) bool {
	operation := (*net.OpError)(nil)
	return errors.As(err, &operation) && operation.Op == "listen" && errors.Is(err, syscall.EACCES)
}

// fromDatabase reports whether a database, or the connection to it, reported err.
func fromDatabase(err error) bool {
	var file interface{ Code() int }
	var server interface{ SQLState() string }
	return errors.As(err, &file) || errors.As(err, &server) || dialling(err)
}

// either matches what one of the functions matches.
func either(matches ...func(error) bool) func(error) bool {
	return func(err error) bool {
		return slices.ContainsFunc(matches, func(m func(error) bool) bool { return m(err) })
	}
}
