package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mostSpread is the largest spread of the reference's rounds, relative to their
// median, with which a row is valid.
const mostSpread = 0.15

// mostTries is how often a row is measured before it remains void.
const mostTries = 3

// report contains all results of a run.
type report struct {
	machine  machine
	rows     []*row
	values   []value
	visitors []visitor
	failed   []string // groups that could not be measured, with the error
}

// row compares servers under one load.
type row struct {
	name      string
	servers   []string // our own is the first
	reference string   // the server whose spread can void the row
	targets   []target
	results   map[string][]result
	half      map[string]result // at half of the maximum rate
	tries     int
}

// target is the smallest ratio that a server must reach of another's rate.
type target struct {
	of    string
	least float64
	by    string  // the server that must reach it; empty: our own
	times float64 // factor for pages of different size; 0 means 1
}

// ratio returns the share of the other server's rate that was reached.
func (t target) ratio(r *row) float64 {
	return r.median(cmp.Or(t.by, r.servers[0])) / r.median(t.of) * cmp.Or(t.times, 1)
}

// value is a single figure with its target.
type value struct {
	what, which, figure, target string
	met                         bool
}

func newRow(name string, servers ...string) *row {
	return &row{name: name, servers: servers, results: map[string][]result{}, half: map[string]result{}}
}

func (r *row) add(server string, one result) { r.results[server] = append(r.results[server], one) }

func (r *row) rates(server string) []float64 {
	var rates []float64
	for _, one := range r.results[server] {
		rates = append(rates, one.rate)
	}
	slices.Sort(rates)
	return rates
}

func (r *row) median(server string) float64 { return median(r.rates(server)) }

// perCore returns the median of responses per second of the server's CPU time.
func (r *row) perCore(server string) float64 {
	var all []float64
	for _, one := range r.results[server] {
		all = append(all, one.cpu)
	}
	return median(all)
}

func (r *row) wrong(server string) (n int) {
	for _, one := range r.results[server] {
		n += one.wrong
	}
	return n
}

// void returns why the row is not valid, or "" if it is.
func (r *row) void() string {
	rates := r.rates(r.reference)
	if spread := (rates[len(rates)-1] - rates[0]) / median(rates); spread > mostSpread {
		return fmt.Sprintf("void: %s spreads %.0f %%", r.reference, spread*100)
	}
	for _, server := range r.servers {
		if n := r.wrong(server); n > 0 {
			return fmt.Sprintf("void: %s gave %d wrong answers", server, n)
		}
	}
	return ""
}

// verdict returns which targets are met.
func (r *row) verdict(quiet bool) string {
	var parts []string
	for _, t := range r.targets {
		ratio, what := t.ratio(r), ""
		if t.by != "" {
			what = t.by + " "
		}
		if t.times != 0 {
			what += "per byte "
		}
		parts = append(parts, fmt.Sprintf("%s%.2f × %s (target %.2f): %s", what, ratio, t.of, t.least, verdictWord(ratio >= t.least)))
	}
	text := strings.Join(parts, "; ")
	if r.tries > 1 {
		text += fmt.Sprintf(" (try %d)", r.tries)
	}
	if why := r.void(); why != "" {
		return why + "; " + text
	}
	if !quiet {
		return "void: the machine was busy; " + text
	}
	return text
}

func (r *row) summary() string {
	var parts []string
	for _, server := range r.servers {
		parts = append(parts, fmt.Sprintf("%s %.0f (%.0f a core-second)", server, r.median(server), r.perCore(server)))
	}
	return r.name + ": " + strings.Join(parts, ", ") + " " + r.void()
}

func (r *report) value(what, which, figure, target string, met bool) {
	r.values = append(r.values, value{what, which, figure, target, met})
	fmt.Println(what, which, figure, target)
}

func (r *report) markdown(o options) string {
	var b strings.Builder
	b.WriteString("# Performance\n\nWritten by `make bench`. What it means and what was tried: [performance-notes.md](performance-notes.md).\n\n")
	quiet := r.machine.quiet()
	if quiet {
		b.WriteString("The machine had nothing else to do: rows that are not marked void count.\n\n")
	} else {
		fmt.Fprintf(&b, "**This run is void: the machine was busy.** Without any load of ours %.0f %% of its cores were in use (median; at most %.0f %% may be). Ratios of answers per second of the server's core are the least disturbed figures.\n\n", 100*median(r.machine.busy), 100*mostBusy)
	}
	b.WriteString("| machine | |\n|---|---|\n")
	for _, f := range r.machine.facts {
		fmt.Fprintf(&b, "| %s | %s |\n", f[0], f[1])
	}
	fmt.Fprintf(&b, "| load before | %s |\n| load after | %s |\n| rounds | %d of %d s, alternating, %d connections; server and load on a core each |\n", r.machine.before, r.machine.after, o.rounds, o.seconds, connections)
	fmt.Fprintf(&b, "\n## Side by side\n\nAnswers a second; \"core\": answers for each second that the server's processes ran; \"p99\": at about half of the maximum, with the rate that was reached. Where the reference's rounds lay more than %.0f %% apart, all of the row was measured again, at most %d times.\n\n", 100*mostSpread, mostTries)
	b.WriteString("| what | server | min | median | max | ratio | core | core ratio | p99 | at |\n|---|---|--:|--:|--:|--:|--:|--:|--:|--:|\n")
	for _, row := range r.rows {
		row.markdown(&b)
	}
	b.WriteString("\n| what | target |\n|---|---|\n")
	for _, row := range r.rows {
		fmt.Fprintf(&b, "| %s | %s |\n", row.name, row.verdict(quiet))
	}
	b.WriteString("\n## By themselves\n\n| what | | figure | target | |\n|---|---|--:|---|---|\n")
	for _, v := range r.values {
		word := verdictWord(v.met)
		if v.target == "" {
			word = ""
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", v.what, v.which, v.figure, v.target, word)
	}
	r.visitorMarkdown(&b)
	for _, why := range r.failed {
		fmt.Fprintf(&b, "\n**Not measured**: %s\n", strings.ReplaceAll(why, "\n", " "))
	}
	return b.String()
}

func (r *row) markdown(b *strings.Builder) {
	for _, server := range r.servers {
		rates, half := r.rates(server), r.half[server]
		fmt.Fprintf(b, "| %s | %s | %.0f | %.0f | %.0f | %.2f | %s | %.2f ms | %.0f/s |\n", r.name, server,
			rates[0], r.median(server), rates[len(rates)-1], r.median(r.servers[0])/r.median(server),
			r.core(server), half.p99.Seconds()*1000, half.rate)
	}
}

// core returns two table cells: responses per second of CPU time, and our ratio to
// them. PostgreSQL's CPU time is not measured, so its cells contain a dash.
func (r *row) core(server string) string {
	rate := r.perCore(server)
	if rate == 0 {
		return "– | –"
	}
	return fmt.Sprintf("%.0f | %.2f", rate, r.perCore(r.servers[0])/rate)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(values))
	return sorted[len(sorted)/2]
}

func megabytes(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20)) }
