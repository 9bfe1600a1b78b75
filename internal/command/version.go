package command

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// released is the version of a release, written here by the linker
// (tools/release.sh); empty in any other build.
var released string

// versionCommand says which program this is.
type versionCommand struct{}

// Run prints one line: name, version, compiler and platform.
func (versionCommand) Run(_ context.Context, stdout, _ io.Writer) error {
	_, err := fmt.Fprintf(stdout, "charte %s (%s, %s/%s)\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return err
}

// version is the release's, else what the go command noted of the checkout.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return cmp.Or(released, info.Main.Version, "unknown")
	}
	return cmp.Or(released, "unknown")
}
