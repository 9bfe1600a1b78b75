package command

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"charte/internal/consent"
	"charte/internal/phrase"
	"charte/internal/store/postgres"
	"charte/internal/store/sqlite"
)

// registryFlag says where the record is. serve and the commands that read the
// record share it.
type registryFlag struct {
	Registry string `default:"sqlite:charte.db" placeholder:"DSN" help:"Where decisions are recorded: sqlite:FILE, or postgres://USER@HOST/DATABASE for several instances. A password belongs in the environment."`
}

// open opens the registry, and makes it where there is none.
func (f registryFlag) open(ctx context.Context) (consent.Registry, error) {
	return f.openWith(ctx, sqlite.Open, postgres.Open)
}

// openReader opens the registry for reading. It creates, migrates and writes
// nothing; what holds no registry is an error.
func (f registryFlag) openReader(ctx context.Context) (consent.Registry, error) {
	if file, ok := strings.CutPrefix(f.Registry, "sqlite:"); ok {
		info, err := os.Stat(file)
		if err != nil {
			return nil, fmt.Errorf("--registry %s: no such file", f.Registry)
		}
		if info.Size() == 0 {
			return nil, fmt.Errorf("--registry %s: the file is empty, so it is no registry; name another, or restore a backup", f.Registry)
		}
	}
	return f.openWith(ctx, sqlite.OpenReader, postgres.OpenReader)
}

// openExisting opens a registry for writing, but creates none: a mistyped name
// must not become an empty record.
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

func (f registryFlag) openWith(ctx context.Context, inFile func(context.Context, string) (*sqlite.Registry, error),
	onServer func(context.Context, string) (*postgres.Registry, error)) (consent.Registry, error) {
	kind, file, _ := strings.Cut(f.Registry, ":")
	switch {
	case kind == "sqlite" && file != "":
		opened, err := inFile(ctx, file)
		if err != nil {
			return nil, fmt.Errorf("--registry %s: %w", f.Registry, err)
		}
		return opened, nil
	case kind == "postgres", kind == "postgresql":
		return openPostgres(ctx, f.Registry, onServer)
	case strings.Contains(f.Registry, "@"):
		// Whatever it was meant to be, it may hold a password.
		return nil, phrase.Errorf("--registry: write it as sqlite:FILE or postgres://USER@HOST/DATABASE")
	}
	return nil, phrase.Errorf("--registry %q: write it as sqlite:FILE or postgres://USER@HOST/DATABASE", f.Registry)
}

// check says whether the flag is written as open reads it, without opening.
func (f registryFlag) check(ctx context.Context) error {
	kind, file, _ := strings.Cut(f.Registry, ":")
	if kind == "sqlite" && file != "" || kind == "postgres" || kind == "postgresql" {
		return nil
	}
	_, err := f.open(ctx) // opens nothing of another kind, and says so
	return err
}

// openPostgres keeps the password out of every error: the address is parsed here,
// since an address that cannot be parsed cannot be shown in part, and what pgx
// says of one that it cannot use repeats it.
func openPostgres(ctx context.Context, address string, open func(context.Context, string) (*postgres.Registry, error)) (consent.Registry, error) {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Opaque != "" {
		return nil, errors.New("--registry postgres://…: not an address; write postgres://USER:PASSWORD@HOST/DATABASE, with %XX for special characters")
	}
	shown := (&url.URL{Scheme: parsed.Scheme, Host: parsed.Host, Path: parsed.Path}).String()
	opened, err := open(ctx, address)
	if bad := (*pgconn.ParseConfigError)(nil); errors.As(err, &bad) {
		return nil, fmt.Errorf("--registry %s: the address has a port, host or parameter that cannot be used", shown)
	}
	if err != nil {
		return nil, fmt.Errorf("--registry %s: %s", shown, oneLine(err))
	}
	return opened, nil
}

// oneLine folds an error of several lines, as pgx gives for several hosts.
func oneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }
