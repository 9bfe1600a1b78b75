// Charte is a self-hosted consent service: a cookie charter and a banner in
// several languages, the choice in a cookie, the proof in a registry.
//
// Everything that it can be told to do is in internal/command; the tests beside
// this file start the whole program, as a person would.
package main

import (
	"context"
	"embed"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"charte/internal/command"
)

// charters are the shipped charter, served where --content names no other.
//
//go:embed charter*.md
var charters embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "charte:", err)
		os.Exit(command.ExitStatus(err))
	}
}

// run is the program without its process: arguments and environment in, an
// error out. The tests start it as main does.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	return runAt(ctx, command.SystemClock(), args, environ, stdout, stderr)
}

// runAt is run by another clock than the machine's.
func runAt(ctx context.Context, clock command.Clock, args, environ []string, stdout, stderr io.Writer) error {
	return command.Run(ctx, clock, args, environ, stdout, stderr, charters)
}
