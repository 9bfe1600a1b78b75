package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// The server under test has one core to itself.
const (
	serverCore = "0"
	loadCore   = "1"
)

// process is a server that the benchmark started.
type process struct {
	name    string
	address string // host:port
	command *exec.Cmd
}

// start starts a program on the server's core and returns when it listens.
func start(ctx context.Context, name, address, log string, args ...string) (*process, error) {
	file, err := os.OpenFile(log, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c := exec.Command("taskset", append([]string{"-c", serverCore}, args...)...)
	c.Stdout, c.Stderr, c.Env = file, file, append(os.Environ(), "GOMAXPROCS=1")
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := c.Start(); err != nil {
		return nil, err
	}
	p := &process{name: name, address: address, command: c}
	for range 1000 {
		conn, err := net.DialTimeout("tcp", address, time.Second)
		if err == nil {
			return p, conn.Close()
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), p.stop())
		case <-time.After(10 * time.Millisecond):
		}
	}
	text, _ := os.ReadFile(log)
	return nil, errors.Join(fmt.Errorf("%s does not listen on %s: %s", name, address, text), p.stop())
}

// stop ends the program's process group.
func (p *process) stop() error {
	if p == nil || p.command.ProcessState != nil {
		return nil
	}
	if err := syscall.Kill(-p.command.Process.Pid, syscall.SIGTERM); err != nil {
		return err
	}
	p.command.Wait() // reports the signal
	return nil
}

func (p *process) url(path string) string { return "http://" + p.address + path }

// pids returns the process ids of the program and its children.
func (p *process) pids() []int {
	pids := []int{p.command.Process.Pid}
	children, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pids[0]))
	for _, file := range children {
		text, _ := os.ReadFile(file)
		for word := range strings.FieldsSeq(string(text)) {
			if pid, err := strconv.Atoi(word); err == nil {
				pids = append(pids, pid)
			}
		}
	}
	return pids
}

// cpu returns the CPU time that the program has used.
func (p *process) cpu() time.Duration {
	const tick = 10 * time.Millisecond // USER_HZ is 100 on Linux
	var ticks int
	for _, pid := range p.pids() {
		text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		_, after, _ := strings.Cut(string(text), ") ")
		fields := strings.Fields(after)
		if len(fields) > 12 {
			user, _ := strconv.Atoi(fields[11])
			system, _ := strconv.Atoi(fields[12])
			ticks += user + system
		}
	}
	return time.Duration(ticks) * tick
}

// memory returns the resident memory of the program, in bytes.
func (p *process) memory() int {
	text, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.command.Process.Pid))
	_, after, _ := strings.Cut(string(text), "VmRSS:")
	kb, _ := strconv.Atoi(strings.TrimSpace(strings.SplitN(after, "kB", 2)[0]))
	return kb << 10
}

// freeAddress returns a loopback address with an unused port.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}

// ready polls the URL until it answers and returns the time since the given start.
func ready(url string, since time.Time) (time.Duration, error) {
	for range 10_000 {
		r, err := http.Get(url)
		if err == nil {
			r.Body.Close()
			if r.StatusCode == http.StatusOK {
				return time.Since(since), nil
			}
		}
		time.Sleep(time.Millisecond)
	}
	return 0, fmt.Errorf("%s did not answer", url)
}
