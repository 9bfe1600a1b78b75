package wire

import (
	"errors"
	"net"
	"sync"
)

const (
	// full is how much net/http gathers before it writes, in bytes. Exactly so
	// much means, but for one answer in thousands, that more follows at once.
	full = 4 << 10
	// most is how much is copied into one write. What is larger takes two.
	most = 16 << 10
)

// Listener accepts connections that join what net/http writes.
type Listener struct{ net.Listener }

// Accept waits for the next connection.
func (l Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// conn holds a full buffer back until what follows it is there. Whoever serves
// HTTP turns to reading after each answer, or closes, so what nothing follows is
// sent then: nothing is held while somebody waits.
type conn struct {
	net.Conn
	mu   sync.Mutex // net/http reads ahead while a handler writes
	held *[]byte    // nil: nothing
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, most); return &b }}

// Write sends b behind what is held, or holds b. An error may be that of the
// bytes held before.
func (c *conn) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.held == nil && len(b) == full:
		c.held = buffers.Get().(*[]byte)
		*c.held = append(*c.held, b...)
		return len(b), nil
	case c.held != nil && len(*c.held)+len(b) <= most:
		*c.held = append(*c.held, b...)
		if err := c.send(); err != nil {
			return 0, err
		}
		return len(b), nil
	}
	if err := c.send(); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}

// send sends what is held.
func (c *conn) send() error {
	if c.held == nil {
		return nil
	}
	held := c.held
	c.held = nil
	_, err := c.Conn.Write(*held)
	*held = (*held)[:0]
	buffers.Put(held)
	return err
}

// Read sends what is held, then waits for the other side.
func (c *conn) Read(b []byte) (int, error) {
	c.mu.Lock()
	err := c.send()
	c.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Close sends what is held, then closes. It ends a write that is going on instead
// of waiting for it.
func (c *conn) Close() error {
	var err error
	if c.mu.TryLock() {
		err = c.send()
		c.mu.Unlock()
	}
	return errors.Join(err, c.Conn.Close())
}
