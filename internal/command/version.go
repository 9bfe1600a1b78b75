package command

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/alecthomas/kong"
)

// released is the version of a release. The linker sets it (tools/release.sh); it is
// empty in any other build.
var released string

// versionCommand prints the version.
type versionCommand struct{}

// Run prints one line: name, version, compiler and platform.
func (versionCommand) Run(_ context.Context, stdout, _ io.Writer) error {
	_, err := fmt.Fprintf(stdout, "charte %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// versionFlag is --version, which prints what the command version prints.
type versionFlag bool

// BeforeReset prints the version and ends parsing.
func (versionFlag) BeforeReset(app *kong.Kong) error {
	if err := (versionCommand{}).Run(context.Background(), app.Stdout, nil); err != nil {
		return err
	}
	app.Exit(0)
	return nil
}

// version returns the version of the release or, in other builds, the one that the go
// command derived from the checkout.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return cmp.Or(released, info.Main.Version, "unknown")
	}
	return cmp.Or(released, "unknown")
}
