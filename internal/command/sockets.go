package command

import (
	"fmt"
	"net"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"

	"charte/internal/message"
	"charte/internal/trouble"
)

// adminSocket is the FileDescriptorName= of the operator's socket. A socket with any
// other name is the public one.
const adminSocket = "admin"

// passed holds the sockets that systemd opened, nil where there is no socket unit.
// They stay open while the program restarts, so that no connection is refused.
type passed struct{ public, admin net.Listener }

// takePassed returns the sockets passed by systemd.
func takePassed() (p passed, err error) {
	named, err := activation.ListenersWithNames()
	if err != nil {
		return p, message.Errorf("sockets passed by systemd: %w", err)
	}
	for name, listeners := range named {
		for _, l := range listeners {
			slot := &p.public
			if name == adminSocket {
				slot = &p.admin
			}
			if l == nil || *slot != nil {
				return p, message.Errorf("sockets passed by systemd: expected at most one public stream socket and one with FileDescriptorName=admin")
			}
			*slot = l
		}
	}
	return p, nil
}

// listen returns the public socket passed by systemd, or opens one.
func (c *addressFlags) listen(given net.Listener) (net.Listener, error) {
	if given != nil {
		return given, nil
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, trouble.Explain("--listen "+c.Listen, err)
	}
	return listener, nil
}

// notifyReady reports readiness to systemd (Type=notify), so that systemctl start
// succeeds only once visitors are answered.
func notifyReady() error {
	const once = true // unset NOTIFY_SOCKET: a Chromium started later must not notify
	if _, err := daemon.SdNotify(once, daemon.SdNotifyReady); err != nil {
		return fmt.Errorf("sd_notify READY=1: %w", err)
	}
	return nil
}
