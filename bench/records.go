package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
)

var tpsPattern = regexp.MustCompile(`tps = ([0-9.]+)`)

// measurePostgres compares choices in PostgreSQL with plain insertions there.
func measurePostgres(ctx context.Context, s *suite) (err error) {
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
	row.reference, row.targets = "pgbench", []target{{of: "pgbench", least: 2}}
	err = s.steadily(row, func() error {
		s.report.machine.look()
		r, err := fire(ctx, s.dir, charte, one, s.seconds, 0)
		if err != nil {
			return err
		}
		row.add(charte.name, r)
		if r, err = c.insert(ctx, script, s.seconds, 0); err != nil {
			return err
		}
		row.add("pgbench", r)
		return nil
	})
	if err != nil {
		return err
	}
	if row.half["pgbench"], err = c.insert(ctx, script, s.seconds, row.median("pgbench")/2); err != nil {
		return err
	}
	if row.half[charte.name], err = fire(ctx, s.dir, charte, one, s.seconds, 2*1000*connections/row.median(charte.name)); err != nil {
		return err
	}
	s.report.rows = append(s.report.rows, row)
	fmt.Println(row.summary())
	return s.end(charte)
}
