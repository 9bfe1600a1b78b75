package main

import (
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// mostBusy is the largest share of the cores that other programs may use before a round.
const mostBusy = 0.10

// machine describes the machine and how busy it was with other programs.
type machine struct {
	facts  [][2]string
	before string // load average before the run
	after  string
	busy   []float64 // share of the cores in use between rounds
}

func newMachine() machine {
	m := machine{before: firstLine("/proc/loadavg")}
	m.facts = [][2]string{
		{"date", time.Now().UTC().Format("2006-01-02 15:04 UTC")},
		{"processor", cpuModel()},
		{"kernel", strings.TrimSpace(firstLine("/proc/sys/kernel/osrelease"))},
		{"commit", said("git", "log", "-1", "--format=%h")},
		{"go", said("go", "env", "GOVERSION")},
		{"nginx", said("/usr/sbin/nginx", "-v")},
		{"caddy", said("caddy", "version")},
		{"wrk", said("sh", "-c", "wrk -v 2>&1 | head -1 | cut -d' ' -f1-3")},
		{"postgresql", said("sh", "-c", "$(ls -d /usr/lib/postgresql/*/bin | tail -1)/postgres --version")},
	}
	return m
}

func (m *machine) finish() { m.after = firstLine("/proc/loadavg") }

// look samples how busy the machine is while no benchmark runs.
func (m *machine) look() {
	used, all := cores()
	time.Sleep(300 * time.Millisecond)
	used2, all2 := cores()
	if all2 > all {
		m.busy = append(m.busy, float64(used2-used)/float64(all2-all))
	}
}

// quiet reports whether other programs used little of the machine.
func (m *machine) quiet() bool { return median(m.busy) <= mostBusy }

// cores reads the used and the total CPU time of all cores from /proc/stat.
func cores() (used, all int) {
	fields := strings.Fields(firstLine("/proc/stat"))
	for i, field := range fields[1:] {
		n, _ := strconv.Atoi(field)
		all += n
		if i != 3 && i != 4 { // idle, iowait
			used += n
		}
	}
	return used, all
}

func firstLine(file string) string {
	text, _ := os.ReadFile(file)
	line, _, _ := strings.Cut(string(text), "\n")
	return line
}

func cpuModel() string {
	text, _ := os.ReadFile("/proc/cpuinfo")
	_, after, _ := strings.Cut(string(text), "model name")
	line, _, _ := strings.Cut(strings.TrimLeft(after, "\t :"), "\n")
	return fmt.Sprintf("%s, %d cores", line, strings.Count(string(text), "processor\t:"))
}

func said(program string, args ...string) string {
	out, err := exec.Command(program, args...).CombinedOutput()
	if err != nil {
		return "?"
	}
	return strings.TrimSpace(string(out))
}
