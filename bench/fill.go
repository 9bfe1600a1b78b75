package main

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/store"
	"charte/internal/store/sqlite"
)

// fill appends records to a SQLite file until it contains the given number of rows.
// They are the rows that the service would write, in fewer and larger transactions.
func fill(ctx context.Context, name string, rows int) (err error) {
	made, err := sqlite.Open(ctx, name) // creates the tables
	if err != nil {
		return err
	}
	if err := made.Close(); err != nil {
		return err
	}
	db, err := sql.Open("sqlite", "file://"+name+"?_journal_mode=WAL&_synchronous=OFF")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(1)
	var head consent.Link
	if err := db.QueryRowContext(ctx, `SELECT sequence, hash FROM head`).Scan(&head.Sequence, &head.Hash); err != nil {
		return err
	}
	for head.Sequence < int64(rows) && ctx.Err() == nil {
		if head, err = fillSome(db, head, min(int64(rows)-head.Sequence, 50_000)); err != nil {
			return err
		}
	}
	return ctx.Err()
}

// fillSome writes n records in one transaction.
func fillSome(db *sql.DB, head consent.Link, n int64) (consent.Link, error) {
	tx, err := db.Begin()
	if err != nil {
		return head, err
	}
	defer tx.Rollback() // no-op after Commit
	insert, err := tx.Prepare(store.InsertRecord)
	if err != nil {
		return head, err
	}
	e := consent.Entry{
		Decision: consent.Refuse, Choice: consent.Choice{"statistics": false, "first_party": false, "third_party": false},
		Scope: strings.Repeat("a", 64), Language: "fr", Portal: portalOrigin,
	}
	start := time.Now().AddDate(0, -5, 0)
	for range n {
		e.Time = start.Add(time.Duration(head.Sequence) * time.Second / 10)
		r := consent.NewRecord(e, head.Sequence+1, head.Hash)
		if _, err := insert.Exec(store.Fields(r)...); err != nil {
			return head, err
		}
		head = r.Link()
	}
	if _, err := tx.Exec(`UPDATE head SET sequence = $1, hash = $2`, head.Sequence, head.Hash); err != nil {
		return head, err
	}
	return head, tx.Commit()
}
