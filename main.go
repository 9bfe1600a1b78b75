// Charte is a self-hosted consent service. It serves a cookie charter and a consent
// banner in several languages, stores the visitor's choice in a cookie and a proof of it
// in a registry.
//
// internal/command defines the commands; the tests of the whole program are in tests.
package main

import (
	"context"
	"embed"
	"io"
	"os"
	"os/signal"
	"syscall"

	"charte/internal/command"
)

// charters holds the built-in charter, served without --content.
//
//go:embed charter*.md
var charters embed.FS

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr); err != nil {
		command.PrintError(os.Stderr, os.Environ(), err)
		os.Exit(command.ExitStatus(err))
	}
}

// run runs the program with the system clock until ctx is done. main_test.go calls it.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	return command.Run(ctx, command.SystemClock(), args, environ, stdout, stderr, charters)
}
