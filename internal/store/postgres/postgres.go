package postgres

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"charte/internal/consent"
	"charte/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Registry is a [consent.Registry] in a PostgreSQL database.
type Registry struct {
	*store.Store
	pool *pgxpool.Pool
}

// Open opens the registry at the address, postgres://…, and makes its tables
// where there are none. The address takes the parameters of libpq and pgxpool
// (sslmode, target_session_attrs, several hosts, pool_max_conns). A connection
// that is lost is replaced when the next is needed.
func Open(ctx context.Context, address string) (*Registry, error) {
	r, err := open(ctx, address)
	if err != nil {
		return nil, fmt.Errorf("open the PostgreSQL registry: %w", err) // pgx leaves the password out
	}
	return r, nil
}

// OpenReader opens the registry at the address for reading: it creates, migrates
// and writes nothing. A database without a registry is an error.
func OpenReader(ctx context.Context, address string) (*Registry, error) {
	r, err := connect(ctx, address, prepareReading, func(pool *pgxpool.Pool, db *sql.DB, m store.Migrations) (*store.Store, error) {
		return store.NewReader(ctx, db, dialect(pool), m)
	})
	if err != nil {
		return nil, fmt.Errorf("read the PostgreSQL registry: %w", err)
	}
	return r, nil
}

func open(ctx context.Context, address string) (*Registry, error) {
	return connect(ctx, address, prepare, func(pool *pgxpool.Pool, db *sql.DB, m store.Migrations) (*store.Store, error) {
		return store.New(ctx, db, db, dialect(pool), m)
	})
}

// connect opens a pool whose connections are set by prepare, and the store in it.
func connect(ctx context.Context, address string, prepare func(context.Context, *pgx.Conn) error,
	storeOf func(*pgxpool.Pool, *sql.DB, store.Migrations) (*store.Store, error)) (*Registry, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	config.AfterConnect = prepare
	steps, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	l, err := storeOf(pool, stdlib.OpenDBFromPool(pool), store.Migrations{FS: steps})
	if err != nil {
		pool.Close()
		return nil, err
	}
	return &Registry{l, pool}, nil
}

// prepare sets each new connection. What is acknowledged is on disk, whatever
// the server's default is; and a program that stops in the middle of a
// transaction releases the head, which blocks all others.
func prepare(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `
		SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') IN ('off', 'local');
		SET idle_in_transaction_session_timeout = '10s'`)
	return err
}

// prepareReading sets each new connection of a reader, which may be to a standby.
func prepareReading(ctx context.Context, conn *pgx.Conn) error {
	_, err := conn.Exec(ctx, `SET default_transaction_read_only = on; SET idle_in_transaction_session_timeout = 0`)
	return err
}

// tables lists those of a registry's names that the connection sees: others may
// keep their tables in the same database.
const tables = `SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') AND pg_catalog.pg_table_is_visible(oid)
	AND relname IN ('migrations', 'records', 'head', 'checkpoints')`

func dialect(pool *pgxpool.Pool) store.Dialect {
	return store.Dialect{
		Snapshot:      sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		RowLock:       ` FOR UPDATE`,
		Tables:        tables,
		MigrationLock: `SELECT pg_advisory_xact_lock(7236281973)`, // any number that is ours alone
		Write: func(ctx context.Context, chain func(consent.Link) store.Batch) error {
			return write(ctx, pool, chain)
		},
	}
}

// Close writes the queued records, then closes all connections.
func (r *Registry) Close() error {
	err := r.Store.Close()
	r.pool.Close()
	return err
}
