package command

import (
	"errors"
	"fmt"
	"net"

	"github.com/coreos/go-systemd/v22/activation"
	"github.com/coreos/go-systemd/v22/daemon"
)

// adminSocket is how a socket unit names the operator's socket
// (FileDescriptorName=); any other is the public one.
const adminSocket = "admin"

// passed are the sockets that systemd opened before it started the program. They
// stay open while the program restarts, so nobody who comes meanwhile is refused.
type passed struct{ public, admin net.Listener }

// takePassed takes the sockets over; there are none without a socket unit.
func takePassed() (p passed, err error) {
	named, err := activation.ListenersWithNames()
	if err != nil {
		return p, fmt.Errorf("the sockets that systemd passes: %w", err)
	}
	for name, listeners := range named {
		for _, l := range listeners {
			place := &p.public
			if name == adminSocket {
				place = &p.admin
			}
			if l == nil || *place != nil {
				return p, errors.New("the sockets that systemd passes: one stream socket, and one named admin, are all that is known")
			}
			*place = l
		}
	}
	return p, nil
}

// listen takes the public socket that was passed, or opens one.
func (c *addressFlags) listen(given net.Listener) (net.Listener, error) {
	if given != nil {
		return given, nil
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w; name a free address as host:port", c.Listen, err)
	}
	return listener, nil
}

// tellReady says that visitors are answered from now on to a systemd that waits for
// it (Type=notify): a start that fails is then the failure of who asked for it.
func tellReady() error {
	const once = true // a browser that makes pictures later has nothing to say
	if _, err := daemon.SdNotify(once, daemon.SdNotifyReady); err != nil {
		return fmt.Errorf("tell systemd that the service is ready: %w", err)
	}
	return nil
}
