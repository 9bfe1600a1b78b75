package postgres

import (
	"context"
	"database/sql"
	"embed"
	"io/fs"
	"net/url"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Registry is a [consent.Registry] in a PostgreSQL database.
type Registry struct {
	*store.Store
	pool *pgxpool.Pool
}

// Open opens the registry at an address, postgres://…, and creates missing tables. The
// address may have the parameters of libpq and pgxpool (sslmode,
// target_session_attrs, several hosts, pool_max_conns), and may be that of a PgBouncer
// in any mode except statement. A lost connection is replaced when one is needed.
func Open(ctx context.Context, address string) (*Registry, error) {
	r, err := open(ctx, address)
	if err != nil {
		return nil, message.Errorf("open the PostgreSQL registry: %w", err) // pgx leaves the password out
	}
	return r, nil
}

// OpenReader opens the registry at an address for reading: it creates, migrates and
// writes nothing. It fails if the database contains no registry.
func OpenReader(ctx context.Context, address string) (*Registry, error) {
	r, err := connect(ctx, address, func(pool *pgxpool.Pool, db *sql.DB, m store.Migrations) (*store.Store, error) {
		return store.NewReader(ctx, db, dialect(pool), m)
	})
	if err != nil {
		return nil, message.Errorf("read the PostgreSQL registry: %w", err)
	}
	return r, nil
}

func open(ctx context.Context, address string) (*Registry, error) {
	return connect(ctx, address, func(pool *pgxpool.Pool, db *sql.DB, m store.Migrations) (*store.Store, error) {
		return store.New(ctx, db, db, dialect(pool), m)
	})
}

// connectTimeout limits each attempt to connect, unless the address has connect_timeout.
const connectTimeout = 10 * time.Second

// connect opens a pool and the store in it. Nothing is prepared or set on a connection
// for longer than a transaction: in PgBouncer's transaction mode the next transaction
// may be another client's, or be on a connection where the same name is taken.
func connect(ctx context.Context, address string,
	storeOf func(*pgxpool.Pool, *sql.DB, store.Migrations) (*store.Store, error)) (*Registry, error) {
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, err
	}
	if config.ConnConfig.ConnectTimeout == 0 { // the kernel's own limit is two minutes
		config.ConnConfig.ConnectTimeout = connectTimeout
	}
	if !namesMode(address) {
		config.ConnConfig.DefaultQueryExecMode = pgx.QueryExecModeExec
	}
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

// namesMode reports whether the address chooses how statements are sent, for example
// default_query_exec_mode=cache_statement, which prepares them.
func namesMode(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Query().Has("default_query_exec_mode")
}

// tables lists the tables that have a name of a registry's. The database may contain
// tables of other programs.
const tables = `SELECT relname FROM pg_catalog.pg_class WHERE relkind IN ('r', 'p') AND pg_catalog.pg_table_is_visible(oid)
	AND relname IN ('migrations', 'records', 'head', 'checkpoints')`

func dialect(pool *pgxpool.Pool) store.Dialect {
	return store.Dialect{
		Snapshot:      sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true},
		BeginSnapshot: `SET LOCAL idle_in_transaction_session_timeout = 0`, // a long verification may pause
		BeginWrite:    protect,
		RowLock:       ` FOR UPDATE`,
		Tables:        tables,
		Size:          `SELECT pg_database_size(current_database())`,
		MigrationLock: `SELECT pg_advisory_xact_lock(7236281973)`, // any number that no other program uses
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
