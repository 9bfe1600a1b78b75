package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

// visitor contains the measured visits of one candidate on a slow connection and CPU.
type visitor struct {
	name, state string
	seen        []visit
}

// visit is one line of the output of bench/visitor/visitor.mjs.
type visit struct {
	Name, State              string
	Ms, Shift                float64
	Bytes, Requests, Scripts int
}

// measureVisitor opens a portal's page in a throttled Chromium, with our banner and
// with those of other products.
func measureVisitor(ctx context.Context, s *suite) error {
	build := exec.CommandContext(ctx, "node", "e2e/harness/build.mjs")
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	run := exec.CommandContext(ctx, "node", "bench/visitor/visitor.mjs", strconv.Itoa(s.visits))
	run.Stderr = os.Stderr
	out, err := run.StdoutPipe()
	if err != nil {
		return err
	}
	if err := run.Start(); err != nil {
		return err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		var v visit
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			return fmt.Errorf("%w: %s", err, lines.Text())
		}
		fmt.Printf("%s, %s: %.0f ms, %d bytes\n", v.Name, v.State, v.Ms, v.Bytes)
		s.report.visited(v)
	}
	return run.Wait()
}

func (r *report) visited(v visit) {
	i := slices.IndexFunc(r.visitors, func(have visitor) bool { return have.name == v.Name && have.state == v.State })
	if i < 0 {
		i = len(r.visitors)
		r.visitors = append(r.visitors, visitor{name: v.Name, state: v.State})
	}
	r.visitors[i].seen = append(r.visitors[i].seen, v)
}

// of returns one figure of all visits, sorted.
func (v visitor) of(figure func(visit) float64) []float64 {
	var all []float64
	for _, one := range v.seen {
		all = append(all, figure(one))
	}
	slices.Sort(all)
	return all
}

func (v visitor) ms() []float64 { return v.of(func(one visit) float64 { return one.Ms }) }
func (v visitor) most(figure func(visit) float64) float64 {
	all := v.of(figure)
	return all[len(all)-1]
}

// twoTrips is how much later the banner may appear than a form inside the page, in
// milliseconds: two round trips.
const twoTrips = 2 * 150

func (r *report) visitorMarkdown(b io.Writer) {
	if len(r.visitors) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## For a visitor\n\nChromium at 1.6 Mbit/s, 150 ms a round trip, a quarter of the processor; HTTP/2 over TLS, everything but the portal's page from a second host; nothing in its cache at first. Time from the start of the navigation until the accept button can be clicked (for a visitor who has decided, the handle). Wire: answers of the second host with headers, the most of all rounds.\n\n")
	fmt.Fprint(b, "| what | visitor | min | median | max | shift | scripts | requests | wire |\n|---|---|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, v := range r.visitors {
		ms, times := v.ms(), "– | – | –"
		if ms[len(ms)-1] > 0 {
			times = fmt.Sprintf("%.0f ms | %.0f ms | %.0f ms", ms[0], median(ms), ms[len(ms)-1])
		}
		fmt.Fprintf(b, "| %s | %s | %s | %.3f | %.0f | %.0f | %.0f B |\n", v.name, v.state, times,
			v.most(func(one visit) float64 { return one.Shift }), v.most(func(one visit) float64 { return float64(one.Scripts) }),
			v.most(func(one visit) float64 { return float64(one.Requests) }), v.most(func(one visit) float64 { return float64(one.Bytes) }))
	}
	r.visitorTargets(b)
}

func (r *report) visitorTargets(b io.Writer) {
	find := func(name, state string) (visitor, bool) {
		i := slices.IndexFunc(r.visitors, func(v visitor) bool { return strings.HasPrefix(v.name, name) && v.state == state })
		if i < 0 {
			return visitor{}, false
		}
		return r.visitors[i], true
	}
	ours, found := find("charte", "undecided")
	inline, also := find("the same form", "undecided")
	decided, last := find("charte", "decided")
	if !found || !also || !last {
		return
	}
	bytes := func(v visitor) float64 { return v.most(func(one visit) float64 { return float64(one.Bytes) }) }
	shift, scripts := ours.most(func(one visit) float64 { return one.Shift }), ours.most(func(one visit) float64 { return float64(one.Scripts) })
	late := median(ours.ms()) - median(inline.ms())
	fmt.Fprint(b, "\n| target | figure | |\n|---|--:|---|\n")
	for _, t := range []struct {
		what, figure string
		met          bool
	}{
		{fmt.Sprintf("at most %d ms later than the form in the page", twoTrips), fmt.Sprintf("%.0f ms", late), late <= twoTrips},
		{"no layout shift", fmt.Sprintf("%.3f", shift), shift == 0},
		{"no script", fmt.Sprintf("%.0f", scripts), scripts == 0},
		{"undecided, at most 4.5 kB", fmt.Sprintf("%.0f B", bytes(ours)), bytes(ours) <= 4500},
		{"decided, at most 1 kB", fmt.Sprintf("%.0f B", bytes(decided)), bytes(decided) <= 1000},
	} {
		fmt.Fprintf(b, "| %s | %s | %s |\n", t.what, t.figure, verdictWord(t.met))
	}
}

func verdictWord(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}
