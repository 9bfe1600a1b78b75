// Charte is a self-hosted consent service: a cookie charter and a banner in
// several languages, the choice in a cookie, the proof in a registry.
//
// internal/command defines the commands; the tests of the whole program are in tests.
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

// run runs the program with the machine's clock until ctx ends. The test beside this
// file calls it as main does.
func run(ctx context.Context, args, environ []string, stdout, stderr io.Writer) error {
	return command.Run(ctx, command.SystemClock(), args, environ, stdout, stderr, charters)
}
