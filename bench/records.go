package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"charte/internal/consent"
	"charte/internal/sqlite"
)

var tpsPattern = regexp.MustCompile(`tps = ([0-9.]+)`)

// measurePostgres compares choices in PostgreSQL with plain insertions there.
func measurePostgres(ctx context.Context, s *stand) (err error) {
	c, err := s.cluster(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.stop()) }()
	if err := errors.Join(c.sql(ctx, pgbenchTable), c.sql(ctx, "CREATE DATABASE charte")); err != nil {
		return err
	}
	script := s.file("insert.sql")
	if err := os.WriteFile(script, []byte(pgbenchInsert), 0o644); err != nil {
		return err
	}
	charte, err := s.charte(ctx, "charte", "postgres://postgres@"+c.address+"/charte")
	if err != nil {
		return err
	}
	one, err := posts(charte, "refuse")
	if err != nil {
		return err
	}
	row := newRow("POST refuse, PostgreSQL", charte.name, "pgbench")
	row.reference, row.targets = "pgbench", []target{{"pgbench", 2}}
	for range s.options.rounds {
		s.report.machine.look()
		r, err := fire(ctx, s.dir, charte, one, s.seconds, 0)
		if err != nil {
			return err
		}
		row.add(charte.name, r)
		rate, err := c.insert(ctx, script, s.seconds)
		if err != nil {
			return err
		}
		row.add("pgbench", result{rate: rate})
	}
	if row.half[charte.name], err = fire(ctx, s.dir, charte, one, s.seconds, 2*1000*connections/row.median(charte.name)); err != nil {
		return err
	}
	s.report.rows = append(s.report.rows, row)
	fmt.Println(row.summary())
	return s.end(charte)
}

// fill puts records into a SQLite file as the service would.
func fill(ctx context.Context, name string, rows int) (err error) {
	r, err := sqlite.Open(ctx, name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	var group sync.WaitGroup
	var left atomic.Int64
	var failed atomic.Pointer[error]
	left.Store(int64(rows))
	start := time.Now().AddDate(0, -5, 0)
	for range 512 {
		group.Go(func() {
			for n := left.Add(-1); n >= 0 && failed.Load() == nil; n = left.Add(-1) {
				e := consent.Entry{
					Time: start.Add(time.Duration(int64(rows)-n) * time.Second / 10), Decision: consent.Refuse,
					Choice: consent.Choice{"statistics": false, "first_party": false, "third_party": false},
					Scope:  strings.Repeat("a", 64), Language: "fr", Portal: portalOrigin,
				}
				if _, err := r.Append(ctx, e); err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	group.Wait()
	if cause := failed.Load(); cause != nil {
		return *cause
	}
	return nil
}
