package tests

import (
	"bufio"
	"context"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"

	"charte/internal/command"
	"charte/tests/freeport"
)

// childProgram is the environment variable that makes the test binary run the program,
// in a process that a test can kill.
const childProgram = "TEST_CHARTE_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(childProgram) != "" {
		os.Setenv("LISTEN_PID", strconv.Itoa(os.Getpid())) // as systemd does after its fork
		os.Exit(runChild())
	}
	os.Setenv("LC_ALL", "C") // the processes of tests print English, whatever the developer reads
	os.Exit(m.Run())
}

// runChild does what main does: it runs the program until a signal arrives and returns
// its exit status.
func runChild() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	err := run(ctx, os.Args[1:], os.Environ(), os.Stdout, os.Stderr)
	if err != nil {
		command.PrintError(os.Stderr, os.Environ(), err)
		return command.ExitStatus(err)
	}
	return 0
}

// process is the program in a separate process.
type process struct {
	*program
	cmd *exec.Cmd
	// dir contains its spool.
	dir string
}

func startProcess(t *testing.T, registry string, args ...string) *process {
	t.Helper()
	p := &process{dir: t.TempDir()}
	args = append([]string{"--listen", "localhost:0", "--admin", "off", "--rate-limit", "off", "--portal", portalOrigin, "--registry", registry, "--spool", p.dir}, args...)
	p.cmd = exec.Command(os.Args[0], args...)
	p.cmd.Env = append(os.Environ(), childProgram+"=1")
	log := &safeBuffer{}
	p.cmd.Stderr = log
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	p.program = &program{registry: registry, log: log}
	p.stop = sync.OnceFunc(func() { p.end(t, os.Interrupt) })
	t.Cleanup(p.stop)
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the program did not start: %v\n%s", err, log)
	}
	p.base = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "Charte serves "), "/")
	return p
}

// end sends a signal and returns after the process has exited.
func (p *process) end(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := p.cmd.Process.Signal(signal); err != nil && p.cmd.ProcessState == nil {
		t.Error(err)
	}
	if err := p.cmd.Wait(); err != nil && signal == os.Interrupt && p.cmd.ProcessState != nil && !p.killed() {
		t.Errorf("the program ended with %v:\n%s", err, p.log)
	}
}

// killed reports whether a signal ended the process.
func (p *process) killed() bool { return !p.cmd.ProcessState.Exited() }

// freeAddress returns a loopback address with a port for this test.
func freeAddress(t *testing.T) string {
	t.Helper()
	return "localhost:" + freeport.Get(t)
}

// sqliteFile returns the address of a new registry in a temporary folder.
func sqliteFile(t *testing.T) string { return "sqlite:" + filepath.Join(t.TempDir(), "charte.db") }
