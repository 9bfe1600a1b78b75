package main

import (
	"context"
	"fmt"
	"time"
)

// startRows is the number of records in the file when the start is timed.
const startRows = 1_000_000

// measureMemory samples the resident memory under a mixed load of reads and choices.
func measureMemory(ctx context.Context, s *suite) error {
	p, err := s.charte(ctx, "charte", "sqlite:"+s.file("memory.db"))
	if err != nil {
		return err
	}
	time.Sleep(3 * time.Second) // started, without requests
	idle := p.memory()
	s.report.value("memory", "idle, three seconds after the start", megabytes(idle), "≤ 40 MB", idle <= 40<<20)
	choice, err := posts(p, "accept")
	if err != nil {
		return err
	}
	var most, early int
	end := time.Now().Add(s.soak)
	for time.Now().Before(end) {
		for _, l := range []load{{path: "/fr/", headers: []string{"Accept-Encoding: gzip"}}, choice} {
			if _, err := fire(ctx, s.dir, p, l, 2, 0); err != nil {
				return err
			}
		}
		most = max(most, p.memory())
		if early == 0 || time.Until(end) > s.soak/2 {
			early = most
		}
	}
	s.report.value("memory", "most, in "+s.soak.String()+" of full load", megabytes(most), "≤ 80 MB", most <= 80<<20)
	s.report.value("memory", "grown in the second half", megabytes(most-early), "none (2 MB)", most-early <= 2<<20)
	return s.end(p)
}

// measureStart measures how long the service needs to start on an existing file.
func measureStart(ctx context.Context, s *suite) error {
	full, rows := s.file("full.db"), min(startRows, s.rows)
	fmt.Println("filling", rows, "rows")
	if err := fill(ctx, full, rows); err != nil {
		return err
	}
	var times []float64
	for range s.options.rounds {
		began := time.Now()
		p, err := s.charte(ctx, "charte", "sqlite:"+full)
		if err != nil {
			return err
		}
		took, err := ready(p.url("/readyz"), began)
		if err != nil {
			return err
		}
		times = append(times, took.Seconds()*1000)
		if err := s.end(p); err != nil {
			return err
		}
	}
	s.report.value("start", fmt.Sprintf("ready, with %d rows (median)", rows), fmt.Sprintf("%.0f ms", median(times)), "≤ 150 ms", median(times) <= 150)
	return nil
}
