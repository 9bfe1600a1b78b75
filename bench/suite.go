package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// portalOrigin is a fictitious portal that frames the banner.
const portalOrigin = "https://donnees.ville.example"

// suite contains what all measurements share.
type suite struct {
	options
	dir     string
	binary  string // the service, built as for a release
	self    string // this program, which serves the special registries
	running []*process
	report  report
}

func newStand(ctx context.Context, o options) (*suite, error) {
	dir, err := os.MkdirTemp("", "charte-bench-")
	if err != nil {
		return nil, err
	}
	s := &suite{options: o, dir: dir, binary: filepath.Join(dir, "charte"), self: filepath.Join(dir, "bench")}
	for _, b := range []struct{ out, pkg string }{{s.binary, "."}, {s.self, "./bench"}} {
		c := exec.CommandContext(ctx, "go", "build", "-trimpath", "-ldflags", "-s -w", "-o", b.out, b.pkg)
		c.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := c.CombinedOutput(); err != nil {
			return nil, errors.Join(fmt.Errorf("build %s: %w\n%s", b.pkg, err, out), os.RemoveAll(dir))
		}
	}
	s.report.machine = newMachine()
	info, err := os.Stat(s.binary)
	if err != nil {
		return nil, err
	}
	s.report.value("binary", "one static file, CGO off, -s -w", megabytes(int(info.Size())), "≤ 25 MB", info.Size() <= 25<<20)
	return s, nil
}

func (s *suite) close() {
	for _, p := range s.running {
		if err := p.stop(); err != nil {
			fmt.Fprintln(os.Stderr, "bench: stop", p.name, err)
		}
	}
	os.RemoveAll(s.dir)
}

func (s *suite) file(name string) string { return filepath.Join(s.dir, name) }

// charte starts the service as released, with access log, metrics and durable
// records, but without a rate limit.
func (s *suite) charte(ctx context.Context, name, registry string, more ...string) (*process, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	admin, err := freeAddress()
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(s.file(name+".spool"), 0o700); err != nil {
		return nil, err
	}
	args := append([]string{s.binary, "serve", "--listen", address, "--base-url", "http://" + address, "--portal", portalOrigin,
		"--registry", registry, "--spool", s.file(name + ".spool"), "--admin", admin, "--rate-limit", "off"}, more...)
	return s.answering(start(ctx, name, address, s.file(name+".log"), args...))
}

// special starts the same handlers over a registry that exists only for measurements.
func (s *suite) special(ctx context.Context, name, kind string) (*process, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	return s.answering(start(ctx, name, address, s.file(name+".log"), s.self, "serve", kind, address, s.file(name+".db")))
}

func (s *suite) keep(p *process, err error) (*process, error) {
	if err == nil {
		s.running = append(s.running, p)
	}
	return p, err
}

// answering returns once the service answers: it listens before it has read its content.
func (s *suite) answering(p *process, err error) (*process, error) {
	if p, err = s.keep(p, err); err != nil {
		return nil, err
	}
	if _, err := ready(p.url("/readyz"), time.Now()); err != nil {
		text, _ := os.ReadFile(s.file(p.name + ".log"))
		return nil, fmt.Errorf("%w\n%s", err, text[:min(len(text), 2000)])
	}
	return p, nil
}

// end stops a server before the benchmark ends.
func (s *suite) end(p *process) error { return p.stop() }

// fetch sends a GET and returns headers and body as sent, without decompression.
func fetch(p *process, path string, headers ...string) (http.Header, string, error) {
	r, err := http.NewRequest(http.MethodGet, p.url(path), nil)
	if err != nil {
		return nil, "", err
	}
	for _, line := range headers {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	r.Header.Set("Accept-Encoding", r.Header.Get("Accept-Encoding")) // prevents the transport from decompressing
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer.Header, string(body), err
}

// formOf returns the form that a button of the banner sends.
func formOf(p *process, decision string) (string, error) {
	_, page, err := fetch(p, "/fr/choice")
	if err != nil {
		return "", err
	}
	_, after, _ := strings.Cut(page, `name="text" value="`)
	text, _, _ := strings.Cut(after, `"`)
	return url.Values{"decision": {decision}, "surface": {"banner"}, "text": {text}, "return": {portalOrigin + "/explore/"}}.Encode(), nil
}

// sameOrigin returns the headers that a browser adds to the service's own form.
func sameOrigin(p *process) []string {
	return []string{"Origin: http://" + p.address, "Sec-Fetch-Site: same-origin"}
}

// choose posts a form and returns the visitor's Cookie header.
func choose(p *process, decision string) (string, error) {
	form, err := formOf(p, decision)
	if err != nil {
		return "", err
	}
	r, err := http.NewRequest(http.MethodPost, p.url("/fr/choice"), strings.NewReader(form))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for _, line := range sameOrigin(p) {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusSeeOther {
		return "", fmt.Errorf("a choice was answered with %s", answer.Status)
	}
	var pairs []string
	for _, c := range answer.Cookies() {
		pairs = append(pairs, c.Name+"="+c.Value)
	}
	return strings.Join(pairs, "; "), nil
}
