package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"
	"time"
)

// options are the flags.
type options struct {
	rounds  int
	seconds int
	rows    int
	soak    time.Duration
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
	flag.IntVar(&o.rows, "rows", 1_000_000, "rows in the registry for the row on growth")
	flag.DurationVar(&o.soak, "soak", time.Minute, "how long memory is watched under load")
	flag.StringVar(&o.out, "out", "docs/performance.md", "file to write")
	flag.StringVar(&o.only, "only", "get,post,postgres,growth,memory,start", "groups of rows to measure")
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
	measure func(context.Context, *stand) error
}

func run(ctx context.Context, o options) (err error) {
	s, err := newStand(ctx, o)
	if err != nil {
		return err
	}
	defer s.close()
	for _, g := range []group{
		{"get", measureGet}, {"post", measurePost}, {"postgres", measurePostgres},
		{"growth", measureGrowth}, {"memory", measureMemory}, {"start", measureStart},
	} {
		if !slices.Contains(strings.Split(o.only, ","), g.name) {
			continue
		}
		if err := g.measure(ctx, s); err != nil {
			return fmt.Errorf("%s: %w", g.name, err)
		}
	}
	s.report.machine.finish()
	text := s.report.markdown(o)
	fmt.Print(text)
	return os.WriteFile(o.out, []byte(text), 0o644)
}
