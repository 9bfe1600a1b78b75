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

// The candidates of visitor.mjs that are this program's.
const (
	kit1 = "charte, kit 1"
	kit4 = "charte, kit 4"
)

// visitor contains the measured visits of one candidate in one state.
type visitor struct {
	name, state string
	seen        []visit
}

// visit is one line of the output of bench/visitor/visitor.mjs.
type visit struct {
	Name, State              string
	Ms, Shift, DCL, Load     float64 // times in ms since the start of the navigation
	Bytes, Requests, Scripts int
}

// measureVisitor opens a portal's page in a slowed Chromium behind a slow line, with our
// banner and with those of other products.
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

func (v visitor) ms() []float64   { return v.of(func(one visit) float64 { return one.Ms }) }
func (v visitor) dcl() []float64  { return v.of(func(one visit) float64 { return one.DCL }) }
func (v visitor) load() []float64 { return v.of(func(one visit) float64 { return one.Load }) }

func shiftOf(one visit) float64 { return one.Shift }

func (v visitor) most(figure func(visit) float64) float64 {
	all := v.of(figure)
	return all[len(all)-1]
}

func (r *report) visitorMarkdown(b io.Writer) {
	if len(r.visitors) == 0 {
		return
	}
	fmt.Fprint(b, "\n## For a visitor\n\nChromium with a new profile, a quarter of the processor. Portal and second host have two addresses behind one line below TLS: 1.6 Mbit/s, 150 ms a round trip, for connections too; HTTP/2 over TLS, everything but the portal's page from the second host; nothing cached at first. Time from the start of the navigation until the accept button can be clicked (for a visitor who has decided, the handle), and until the portal's DOMContentLoaded and load events; in the rows on the service alone, those events in a page without a script of the bench. Wire: answers of the second host with headers, the most of all rounds. `make bench ONLY=visitor` repeats it.\n\n")
	fmt.Fprint(b, "| what | visitor, service | min | median | max | DOMContentLoaded | load | shift | scripts | requests | wire |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, v := range r.visitors {
		ms, times := v.ms(), "– | – | –"
		if ms[len(ms)-1] > 0 {
			times = fmt.Sprintf("%.0f ms | %.0f ms | %.0f ms", ms[0], median(ms), ms[len(ms)-1])
		}
		events := "– | –"
		if load := median(v.load()); load > 0 {
			events = fmt.Sprintf("%.0f ms | %.0f ms", median(v.dcl()), load)
		}
		fmt.Fprintf(b, "| %s | %s | %s | %s | %.3f | %.0f | %.0f | %.0f B |\n", v.name, v.state, times, events,
			v.most(shiftOf), v.most(func(one visit) float64 { return float64(one.Scripts) }),
			v.most(func(one visit) float64 { return float64(one.Requests) }), v.most(func(one visit) float64 { return float64(one.Bytes) }))
	}
	r.visitorTargets(b)
}

// noLater is how much later the portal's own events may be than without a banner: the
// spread between rounds.
const noLater = 1.05

// inlineLimit is how much later kit 4 may be than the same form in the page itself.
const inlineLimit = 1.05

// visitor returns the visits of the candidate whose name starts with name, in one state.
func (r *report) visitor(name, state string) (visitor, bool) {
	i := slices.IndexFunc(r.visitors, func(v visitor) bool { return strings.HasPrefix(v.name, name) && v.state == state })
	if i < 0 {
		return visitor{}, false
	}
	return r.visitors[i], true
}

func (r *report) visitorTargets(b io.Writer) {
	ours, found := r.visitor(kit1, "undecided")
	orejime, also := r.visitor("orejime", "undecided")
	bare, plain := r.visitor("the portal without", "alone")
	decided, last := r.visitor(kit1, "decided")
	inPage, included := r.visitor(kit4, "undecided")
	inline, compared := r.visitor("the same form", "undecided")
	if !found || !also || !plain || !last || !included || !compared {
		return
	}
	bytes := func(v visitor) float64 { return v.most(func(one visit) float64 { return float64(one.Bytes) }) }
	shift := max(ours.most(shiftOf), inPage.most(shiftOf))
	scripts := ours.most(func(one visit) float64 { return float64(one.Scripts) })
	ratio, toInline := median(ours.ms())/median(orejime.ms()), median(inPage.ms())/median(inline.ms())
	peer, earliest := r.earliestPeer()
	events, latest := r.latest(bare)
	fmt.Fprint(b, "\n| target | figure | |\n|---|--:|---|\n")
	for _, t := range []struct {
		what, figure string
		met          bool
	}{
		{"at most 1.10 × orejime", fmt.Sprintf("%.2f ×", ratio), ratio <= 1.10},
		{"kit 4: at most 1.05 × the same form inline", fmt.Sprintf("%.2f ×", toInline), toInline <= inlineLimit},
		{"kit 4: before every other product", fmt.Sprintf("%.0f ms before %s", earliest-median(inPage.ms()), peer), median(inPage.ms()) < earliest},
		{"DOMContentLoaded and load as without a banner, service alive, dead, hanging or slow", fmt.Sprintf("%.2f × (%s)", events, latest), events <= noLater},
		{"no layout shift", fmt.Sprintf("%.3f", shift), shift == 0},
		{"no script", fmt.Sprintf("%.0f", scripts), scripts == 0},
		{"undecided, at most 4.5 kB", fmt.Sprintf("%.0f B", bytes(ours)), bytes(ours) <= 4500},
		{"decided, at most 1 kB", fmt.Sprintf("%.0f B", bytes(decided)), bytes(decided) <= 1000},
	} {
		fmt.Fprintf(b, "| %s | %s | %s |\n", t.what, t.figure, verdictWord(t.met))
	}
}

// earliestPeer returns the product of others that can be clicked first, and when.
func (r *report) earliestPeer() (name string, ms float64) {
	for _, v := range r.visitors {
		ours := strings.HasPrefix(v.name, "charte") || strings.HasPrefix(v.name, "the ")
		if at := median(v.ms()); !ours && (name == "" || at < ms) {
			name, ms = v.name, at
		}
	}
	return name, ms
}

// eventsAlone reports whether only the portal's own events were measured.
func (v visitor) eventsAlone() bool {
	return v.most(func(one visit) float64 { return one.Ms }) == 0 && median(v.load()) > 0
}

// latest returns the greatest delay of the portal's own events with kit 1, relative to
// the portal without a banner, and where it occurred.
func (r *report) latest(bare visitor) (ratio float64, where string) {
	for _, v := range r.visitors {
		if !strings.HasPrefix(v.name, kit1) || !v.eventsAlone() {
			continue
		}
		if late := median(v.dcl()) / median(bare.dcl()); late > ratio {
			ratio, where = late, "DOMContentLoaded, "+v.state
		}
		if late := median(v.load()) / median(bare.load()); late > ratio {
			ratio, where = late, "load, "+v.state
		}
	}
	return ratio, where
}

func verdictWord(met bool) string {
	if met {
		return "met"
	}
	return "**missed**"
}
