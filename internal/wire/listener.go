package wire

import (
	"errors"
	"net"
	"sync"
)

const (
	// bufferSize is the size of net/http's write buffer. A write of exactly this size
	// almost always means that more follows at once.
	bufferSize = 4 << 10
	// maxHeld limits how much is copied to join two writes, in bytes.
	maxHeld = 16 << 10
)

// Listener accepts connections that join net/http's writes.
type Listener struct{ net.Listener }

// Accept returns the next connection.
func (l Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &conn{Conn: c}, nil
}

// conn holds back a full buffer until the next write. After each answer net/http
// reads or closes, and both send what is held, so a client never waits for held
// bytes.
type conn struct {
	net.Conn
	mu   sync.Mutex // net/http reads ahead while a handler writes
	held *[]byte    // nil: nothing is held
}

var buffers = sync.Pool{New: func() any { b := make([]byte, 0, maxHeld); return &b }}

// Write sends the held bytes and b together, or holds b. Its error may concern the
// bytes held before.
func (c *conn) Write(b []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.held == nil && len(b) == bufferSize:
		c.held = buffers.Get().(*[]byte)
		*c.held = append(*c.held, b...)
		return len(b), nil
	case c.held != nil && len(*c.held)+len(b) <= maxHeld:
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

// send sends the held bytes.
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

// Read sends the held bytes, then reads.
func (c *conn) Read(b []byte) (int, error) {
	c.mu.Lock()
	err := c.send()
	c.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return c.Conn.Read(b)
}

// Close sends the held bytes, then closes. It interrupts a write in progress instead
// of waiting for it.
func (c *conn) Close() error {
	var err error
	if c.mu.TryLock() {
		err = c.send()
		c.mu.Unlock()
	}
	return errors.Join(err, c.Conn.Close())
}
