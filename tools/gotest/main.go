// Gotest runs go test with the given arguments. It prints the line of each package, the
// output of tests that fail, and at the end how many tests were skipped for which reason,
// which go test prints with -v only. Its exit status is that of go test.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		if e := (*exec.ExitError)(nil); errors.As(err, &e) {
			os.Exit(e.ExitCode())
		}
		fmt.Fprintln(os.Stderr, "gotest:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	test := exec.Command("go", append([]string{"test", "-json"}, args...)...)
	test.Stderr = os.Stderr
	events, err := test.StdoutPipe()
	if err != nil {
		return err
	}
	if err := test.Start(); err != nil {
		return err
	}
	failure := report(json.NewDecoder(events), os.Stdout)
	if failure != nil {
		io.Copy(io.Discard, events)
	}
	return errors.Join(test.Wait(), failure)
}

// event is one line of go test -json, as described in go doc test2json.
type event struct {
	Action, Package, Test, Output string
}

// reason matches what a test printed when it was skipped.
var reason = regexp.MustCompile(`(?m)^ *\S+\.go:\d+: (.*)$`)

// report prints the events for a reader. It keeps a test's output until the test has
// ended: that of a test that passed is not printed.
func report(events *json.Decoder, w io.Writer) error {
	running := map[[2]string]*strings.Builder{}
	ended, skipped := map[string]int{}, map[string]int{}
	for {
		var e event
		if err := events.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
		key := [2]string{e.Package, e.Test}
		switch {
		case e.Action == "output" && strings.HasPrefix(e.Output, "=== "): // starts and pauses
		case e.Action == "output" && e.Test != "":
			if running[key] == nil {
				running[key] = &strings.Builder{}
			}
			running[key].WriteString(e.Output)
		case e.Action == "output" && e.Output != "PASS\n", e.Action == "build-output":
			fmt.Fprint(w, e.Output)
		case e.Test != "" && slices.Contains([]string{"pass", "fail", "skip"}, e.Action):
			ended[e.Action]++
			finish(w, e.Action, running[key], skipped)
			delete(running, key)
		case e.Action == "fail": // a package: what did not end is why
			for left, output := range running {
				if left[0] == e.Package {
					fmt.Fprint(w, output)
				}
			}
		}
	}
	for _, why := range slices.Sorted(maps.Keys(skipped)) {
		fmt.Fprintf(w, "skipped %d: %s\n", skipped[why], why)
	}
	_, err := fmt.Fprintf(w, "go test: %d passed, %d failed, %d skipped\n", ended["pass"], ended["fail"], ended["skip"])
	return err
}

// finish prints the output of a test that failed and counts the reason of a skip.
func finish(w io.Writer, action string, output *strings.Builder, skipped map[string]int) {
	switch {
	case output == nil:
	case action == "fail":
		fmt.Fprint(w, output)
	case action == "skip":
		why := "no reason given"
		if found := reason.FindStringSubmatch(output.String()); found != nil {
			why = found[1]
		}
		skipped[why]++
	}
}
