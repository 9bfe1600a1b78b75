package command

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/store"
	"charte/internal/store/postgres"
	"charte/internal/store/sqlite"
)

// registryFlag is the flag that names the registry.
type registryFlag struct {
	Registry string `default:"sqlite:charte.db" placeholder:"DSN" help:"Database that records the choices: sqlite:FILE, or postgres://USER@HOST/DATABASE for several instances. Give a password in the environment only."`
}

// address parses the flag. Its errors contain no part of the address.
func (f registryFlag) address() (store.Address, error) {
	a, err := store.ParseAddress(f.Registry)
	switch {
	case errors.Is(err, store.ErrKind):
		err = message.Errorf("--registry: write it as sqlite:FILE or postgres://USER@HOST/DATABASE")
	case err != nil:
		err = message.Errorf("--registry: write it as postgres://USER:PASSWORD@HOST/DATABASE, with %%XX for special characters")
	}
	return a, err
}

// check reports an address that cannot be parsed. It opens nothing.
func (f registryFlag) check() error {
	_, err := f.address()
	return err
}

// open opens the registry for writing and creates it if it does not exist.
func (f registryFlag) open(ctx context.Context) (consent.Registry, error) {
	return f.openWith(ctx, sqlite.Open, postgres.Open)
}

// openReader opens the registry for reading. It creates, migrates and writes nothing,
// and fails if there is no registry.
func (f registryFlag) openReader(ctx context.Context) (consent.Registry, error) {
	a, err := f.address()
	if err != nil {
		return nil, err
	}
	if a.File() != "" {
		info, err := os.Stat(a.File())
		if err != nil {
			return nil, fmt.Errorf("--registry %s: no such file", a)
		}
		if info.Size() == 0 {
			return nil, fmt.Errorf("--registry %s: the file is empty, so it is no registry; name another, or restore a backup", a)
		}
	}
	return f.openWith(ctx, sqlite.OpenReader, postgres.OpenReader)
}

// openExisting opens a registry for writing but creates none, so that a mistyped name
// does not become an empty registry.
func (f registryFlag) openExisting(ctx context.Context) (consent.Registry, error) {
	r, err := f.openReader(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.Close(); err != nil {
		return nil, fmt.Errorf("--registry: %w", err)
	}
	return f.open(ctx)
}

// openWith opens the registry with inFile or onServer, depending on its address.
func (f registryFlag) openWith(ctx context.Context, inFile func(context.Context, string) (*sqlite.Registry, error),
	onServer func(context.Context, string) (*postgres.Registry, error)) (r consent.Registry, err error) {
	a, err := f.address()
	if err != nil {
		return nil, err
	}
	if a.File() != "" {
		r, err = inFile(ctx, a.File())
	} else {
		r, err = onServer(ctx, a.URL())
	}
	if err != nil {
		return nil, openError(a, err)
	}
	return r, nil
}

// openError returns err on one line and without the password. The driver's errors quote
// addresses that it cannot parse, and database names, which may contain a part of the
// password if special characters were not escaped.
func openError(a store.Address, err error) error {
	if bad := (*pgconn.ParseConfigError)(nil); errors.As(err, &bad) {
		return fmt.Errorf("--registry %s: the address has a port, host or parameter that cannot be used", a)
	}
	if a.String() == store.Hidden {
		return errors.New("--registry: the database cannot be opened; write the special characters of the address as %XX, and the reason is printed")
	}
	return fmt.Errorf("--registry %s: %w", a, singleLine{err})
}

// singleLine is an error whose text is on one line; pgx gives a line for each host.
type singleLine struct{ error }

func (e singleLine) Error() string {
	return strings.Join(strings.Fields(e.error.Error()), " ")
}

func (e singleLine) Unwrap() error { return e.error }
