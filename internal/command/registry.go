package command

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgconn"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/store"
	"charte/internal/store/postgres"
	"charte/internal/store/sqlite"
	"charte/internal/trouble"
)

// registryFlag is the flag that names the registry.
type registryFlag struct {
	Registry string `default:"sqlite:charte.db" placeholder:"DSN" help:"Database that records the choices: sqlite:FILE, or postgres://USER@HOST/DATABASE for several instances. Give a password in the environment only."`
}

// address parses the flag. Its errors contain no part of the address.
func (f registryFlag) address() (store.Address, error) {
	a, err := store.ParseAddress(f.Registry)
	if err != nil {
		err = message.Errorf("--registry: %w", err)
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
	if a.File() == "" {
		return f.openWith(ctx, sqlite.OpenReader, postgres.OpenReader)
	}
	if err := readable(a); err != nil {
		return nil, err
	}
	r, err := sqlite.OpenReader(ctx, a.File())
	if err != nil {
		return nil, trouble.ExplainRead(place(a), err)
	}
	return r, nil
}

// readable fails if the file of a registry is missing or empty, or if its folder is
// missing or closed to this account.
func readable(a store.Address) error {
	info, err := os.Stat(a.File())
	if errors.Is(err, fs.ErrNotExist) {
		if _, errFolder := os.Stat(filepath.Dir(a.File())); errFolder == nil {
			return trouble.New(place(a), trouble.NoFile, store.ErrNoRegistry)
		}
	}
	if err != nil {
		return trouble.ExplainRead(place(a), err)
	}
	if info.Size() == 0 {
		return trouble.New(place(a), trouble.EmptyFile, store.ErrNoRegistry)
	}
	return nil
}

// openExisting opens a registry for writing but creates none, so that a mistyped name
// does not become an empty registry.
func (f registryFlag) openExisting(ctx context.Context) (consent.Registry, error) {
	r, err := f.openReader(ctx)
	if err != nil {
		return nil, err
	}
	if err := r.Close(); err != nil {
		return nil, f.explain(err)
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

// place names the registry in an error.
func place(a store.Address) string {
	if a.String() == store.Hidden {
		return "--registry"
	}
	return "--registry " + a.String()
}

// explain explains an error of the registry after it was opened; see [trouble.OfDatabase].
func (f registryFlag) explain(err error) error {
	a, errAddress := f.address()
	if errAddress != nil {
		return err
	}
	return trouble.OfDatabase(place(a), err)
}

// openError explains err without the password. The driver's errors quote addresses that
// it cannot parse, and database names, which may contain a part of the password if
// special characters were not escaped.
func openError(a store.Address, err error) error {
	if bad := (*pgconn.ParseConfigError)(nil); errors.As(err, &bad) {
		return message.Errorf("--registry %s: the address has a port, host or parameter that cannot be used", a)
	}
	if a.String() == store.Hidden {
		return message.Errorf("--registry: the database cannot be opened; write the special characters of the address as %%XX, and the reason is printed")
	}
	return trouble.Explain(place(a), err)
}
