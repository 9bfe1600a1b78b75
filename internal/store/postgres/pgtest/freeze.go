package pgtest

import (
	"syscall"
	"testing"
)

// Freeze stops the server's processes where they are: whoever asks gets no answer,
// and no error either. What it returns lets them go on.
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
