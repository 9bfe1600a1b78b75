package store

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"io"
	"time"

	"charte/internal/consent"
	"charte/internal/message"
)

// KeepText stores a text permanently: records cite it, and totals do after a purge.
// Storing it again has no effect, so its language, surface, scope and day are those of
// the first call.
func (s *Store) KeepText(ctx context.Context, t consent.Text) error {
	html, err := compress(t.HTML)
	if err != nil {
		return message.Errorf("store a text: %w", err)
	}
	css, err := compress(t.CSS)
	if err != nil {
		return message.Errorf("store a text: %w", err)
	}
	sum := sha256.Sum256(t.CSS)
	style := hex.EncodeToString(sum[:])
	return s.change(ctx, message.Of("store a text"), func(tx *sql.Tx) error {
		// Many texts share one style, so it is stored once.
		if _, err := tx.ExecContext(ctx, `INSERT INTO styles (hash, css) VALUES ($1, $2) ON CONFLICT DO NOTHING`, style, css); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO texts (hash, html, style, language, surface, scope, first_served)
			VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING`,
			t.Hash(), html, style, t.Language, string(t.Surface), t.Scope, t.FirstServed.UTC().Format(time.DateOnly))
		return err
	})
}

// errChanged reports a stored text that no longer has its hash.
var errChanged = message.Errorf("it was changed after it was stored")

// Text returns the text with the hash, byte for byte, or ErrNotFound. It fails if the
// stored text no longer has that hash.
func (s *Store) Text(ctx context.Context, hash string) (consent.Text, error) {
	t, err := s.text(ctx, hash)
	if errors.Is(err, sql.ErrNoRows) {
		err = consent.ErrNotFound
	}
	if err == nil && t.Hash() != hash {
		err = errChanged
	}
	if err != nil {
		return consent.Text{}, message.Errorf("text %.8s: %w", hash, err)
	}
	return t, nil
}

func (s *Store) text(ctx context.Context, hash string) (t consent.Text, err error) {
	var html, css []byte
	var day string
	row := s.read.QueryRowContext(ctx, `SELECT html, css, language, surface, scope, first_served
		FROM texts JOIN styles ON styles.hash = texts.style WHERE texts.hash = $1`, hash)
	if err := row.Scan(&html, &css, &t.Language, &t.Surface, &t.Scope, &day); err != nil {
		return t, err
	}
	if t.HTML, err = expand(html); err != nil {
		return t, err
	}
	if t.CSS, err = expand(css); err != nil {
		return t, err
	}
	t.FirstServed, err = time.Parse(time.DateOnly, day)
	return t, err
}

// Texts returns the hashes of all stored texts, oldest first.
func (s *Store) Texts(ctx context.Context) ([]string, error) {
	hashes, err := list(ctx, s.read, `SELECT hash FROM texts ORDER BY first_served, hash`, scanText)
	if err != nil {
		return nil, message.Errorf("list the texts: %w", err)
	}
	return hashes, nil
}

func scanText(rows *sql.Rows) (text string, err error) { return text, rows.Scan(&text) }

func compress(plain []byte) ([]byte, error) {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write(plain)
	err = errors.Join(err, w.Close()) // which writes the end
	return b.Bytes(), err
}

func expand(packed []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, errChanged
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return nil, errChanged
	}
	return plain, nil
}

// list reads all rows of a query that gives few.
func list[T any](ctx context.Context, db querier, query string, scan func(*sql.Rows) (T, error), values ...any) ([]T, error) {
	rows, err := db.QueryContext(ctx, query, values...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		one, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, one)
	}
	return all, rows.Err()
}
