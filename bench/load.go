package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const connections = 64

// load describes the requests that wrk sends.
type load struct {
	path    string
	headers []string // "Name: value"
	script  string   // Lua, if requests differ
}

// result contains the measurements of one round of wrk.
type result struct {
	rate  float64 // responses per second
	cpu   float64 // responses per second of the server's CPU time
	p99   time.Duration
	wrong int // responses with status 400 or more, and broken connections
}

var (
	ratePattern   = regexp.MustCompile(`Requests/sec:\s+([0-9.]+)`)
	totalPattern  = regexp.MustCompile(`(\d+) requests in`)
	p99Pattern    = regexp.MustCompile(`99%\s+([0-9.]+)(us|ms|s)\b`)
	wrongPattern  = regexp.MustCompile(`Non-2xx or 3xx responses: (\d+)`)
	brokenPattern = regexp.MustCompile(`Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)`)
)

// fire runs wrk against a server. Each connection pauses for the given number of
// milliseconds between requests.
func fire(ctx context.Context, dir string, p *process, l load, seconds int, pause float64) (result, error) {
	args := []string{"-c", loadCore, "wrk", "-t1", fmt.Sprintf("-c%d", connections), fmt.Sprintf("-d%ds", seconds), "--latency"}
	for _, h := range l.headers {
		args = append(args, "-H", h)
	}
	if script := l.script + pausing(pause); script != "" {
		file := filepath.Join(dir, "load.lua")
		if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
			return result{}, err
		}
		args = append(args, "-s", file)
	}
	before := p.cpu()
	out, err := exec.CommandContext(ctx, "taskset", append(args, p.url(l.path))...).CombinedOutput()
	if err != nil {
		return result{}, fmt.Errorf("wrk: %w\n%s", err, out)
	}
	used := p.cpu() - before
	r := result{rate: number(ratePattern, out), wrong: int(number(wrongPattern, out))}
	if used > 0 {
		r.cpu = number(totalPattern, out) / used.Seconds()
	}
	if m := p99Pattern.FindSubmatch(out); m != nil {
		r.p99, _ = time.ParseDuration(string(m[1]) + string(m[2]))
	}
	if m := brokenPattern.FindSubmatch(out); m != nil {
		for _, n := range m[1:] {
			count, _ := strconv.Atoi(string(n))
			r.wrong += count
		}
	}
	return r, nil
}

func number(pattern *regexp.Regexp, text []byte) float64 {
	m := pattern.FindSubmatch(text)
	if m == nil {
		return 0
	}
	n, _ := strconv.ParseFloat(string(m[1]), 64)
	return n
}

// pausing returns Lua that pauses between requests. wrk takes whole milliseconds, so
// each pause is rounded up or down at random to reach the mean.
func pausing(mean float64) string {
	if mean <= 0 {
		return ""
	}
	return fmt.Sprintf("\nfunction delay() local m = %f local w = math.floor(m) if math.random() < m - w then w = w + 1 end return w end\n", mean)
}

// elsewhere returns Lua that sends a different Referer in each request. All servers
// get the same script.
func elsewhere(headers []string) string {
	var b strings.Builder
	b.WriteString("local h, n = {}, 0\n")
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		fmt.Fprintf(&b, "h[%q] = %q\n", name, value)
	}
	fmt.Fprintf(&b, "function request() n = n + 1 h['Referer'] = %q .. n .. '/?sort=modified&flg=fr' return wrk.format('GET', nil, h) end\n", portalOrigin+"/explore/dataset/page-")
	return b.String()
}

// posting returns Lua that posts a form.
func posting(form string, headers []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "wrk.method = 'POST'\nwrk.body = %q\nwrk.headers['Content-Type'] = 'application/x-www-form-urlencoded'\n", form)
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		fmt.Fprintf(&b, "wrk.headers[%q] = %q\n", name, value)
	}
	return b.String()
}
