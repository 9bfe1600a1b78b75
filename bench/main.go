package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// options contains the values of the flags.
type options struct {
	rounds  int
	seconds int
	rows    int
	soak    time.Duration
	visits  int
	out     string
	only    string
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "serve" {
		exit(serve(os.Args[2:]))
	}
	var o options
	flag.IntVar(&o.rounds, "rounds", 5, "rounds of each row")
	flag.IntVar(&o.seconds, "seconds", 3, "seconds of each round")
	flag.IntVar(&o.visits, "visits", 9, "pages opened in a browser for each banner")
	flag.IntVar(&o.rows, "rows", 10_000_000, "rows in the registry for the row on growth")
	flag.DurationVar(&o.soak, "soak", time.Minute, "how long memory is watched under load")
	flag.StringVar(&o.out, "out", "docs/performance.md", "file to write")
	flag.StringVar(&o.only, "only", "get,post,postgres,start,growth,memory,visitor", "groups of rows to measure")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	exit(run(ctx, o))
}

func exit(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

// group is a set of rows that are measured together.
type group struct {
	name    string
	measure func(context.Context, *suite) error
}

func run(ctx context.Context, o options) (err error) {
	s, err := newStand(ctx, o)
	if err != nil {
		return err
	}
	defer s.close()
	began := time.Now()
	for _, g := range []group{
		{"get", measureGet}, {"post", measurePost}, {"postgres", measurePostgres}, {"start", measureStart},
		{"growth", measureGrowth}, {"memory", measureMemory}, {"visitor", measureVisitor},
	} {
		if !slices.Contains(strings.Split(o.only, ","), g.name) {
			continue
		}
		fmt.Printf("— %s, after %s\n", g.name, time.Since(began).Round(time.Second))
		failed := g.measure(ctx, s)
		if failed != nil {
			failed = fmt.Errorf("%s: %w", g.name, failed)
			s.report.failed = append(s.report.failed, failed.Error())
			err = errors.Join(err, failed)
		}
		// Write the report even if a group failed.
		s.report.machine.finish()
		if failed := os.WriteFile(o.out, []byte(s.report.markdown(o)), 0o644); failed != nil {
			return errors.Join(err, failed)
		}
		if ctx.Err() != nil {
			break
		}
	}
	fmt.Printf("%s\n— written to %s after %s\n", s.report.markdown(o), o.out, time.Since(began).Round(time.Second))
	return err
}
