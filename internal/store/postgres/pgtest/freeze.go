package pgtest

import (
	"syscall"
	"testing"
)

// Freeze stops the server's processes: clients get neither an answer nor an error. The
// function that it returns resumes them.
func (c *Cluster) Freeze(t testing.TB) (thaw func()) {
	t.Helper()
	all := append(children(t, c.server.Process.Pid), c.server.Process.Pid)
	signal := func(s syscall.Signal) {
		for _, pid := range all {
			syscall.Kill(pid, s) // it may have ended by itself
		}
	}
	signal(syscall.SIGSTOP)
	thaw = func() { signal(syscall.SIGCONT) }
	t.Cleanup(thaw) // a frozen server would not end
	return thaw
}
