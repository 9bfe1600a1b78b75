package main

import (
	"context"
	"fmt"
)

// measurePost compares the registry with the cheapest durable append, and with one
// commit per record.
func measurePost(ctx context.Context, s *suite) error {
	charte, err := s.charte(ctx, "charte", "sqlite:"+s.file("post.db"))
	if err != nil {
		return err
	}
	plain, err := s.special(ctx, "append", "append")
	if err != nil {
		return err
	}
	single, err := s.special(ctx, "one by one", "single")
	if err != nil {
		return err
	}
	for _, decision := range []string{"refuse", "accept"} {
		row := newRow("POST "+decision+", SQLite", charte.name, plain.name, single.name)
		row.reference, row.targets = plain.name, []target{{of: plain.name, least: 0.75}, {of: single.name, least: 5}}
		loads := map[*process]load{}
		for _, p := range []*process{charte, plain, single} {
			if loads[p], err = posts(p, decision); err != nil {
				return err
			}
		}
		if err := s.rounds(ctx, row, loads, charte, plain, single); err != nil {
			return err
		}
	}
	s.report.value("memory", "after the POST rows", megabytes(charte.memory()), "≤ 80 MB", charte.memory() <= 80<<20)
	return s.endAll(charte, plain, single)
}

// posts returns the load of visitors who choose, after one such POST has succeeded.
func posts(p *process, decision string) (load, error) {
	if _, err := choose(p, decision); err != nil {
		return load{}, fmt.Errorf("%s: %w", p.name, err)
	}
	form, err := formOf(p, decision)
	if err != nil {
		return load{}, err
	}
	return load{path: "/fr/choice", script: posting(form, sameOrigin(p))}, nil
}
