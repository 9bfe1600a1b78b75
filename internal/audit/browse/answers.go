package browse

import (
	"context"
	"net"
	"strings"
	"sync"

	"golang.org/x/net/dns/dnsmessage"
)

// answers records the CNAME records in the answers to one lookup. [net.Resolver]
// returns the last name only, and a tracker is often behind the cloud that hosts it.
type answers struct {
	dialer  func(ctx context.Context, network, address string) (net.Conn, error) // may be nil
	mu      sync.Mutex                                                           // the resolver asks several questions at once
	asked   bool                                                                 // a resolver was contacted
	aliases map[string]string
}

// dial opens a connection to a resolver whose answers are recorded.
func (a *answers) dial(ctx context.Context, network, address string) (net.Conn, error) {
	a.mu.Lock()
	a.asked = true
	a.mu.Unlock()
	dial := a.dialer
	if dial == nil {
		dial = (&net.Dialer{}).DialContext
	}
	conn, err := dial(ctx, network, address)
	if err != nil {
		return nil, err
	}
	if datagrams, ok := conn.(*net.UDPConn); ok {
		return &recordedDatagrams{datagrams, a}, nil
	}
	return &recordedStream{Conn: conn, to: a}, nil
}

// recordedDatagrams is a connection on which each read is an answer. The resolver
// recognises it by the methods of a net.PacketConn.
type recordedDatagrams struct {
	*net.UDPConn
	to *answers
}

// Read reads one answer.
func (r *recordedDatagrams) Read(b []byte) (int, error) {
	n, err := r.UDPConn.Read(b)
	r.to.add(b[:n])
	return n, err
}

// recordedStream is a connection for an answer that is too long for a datagram. Two
// bytes with its length precede it.
type recordedStream struct {
	net.Conn
	to   *answers
	read []byte
}

// Read reads a part of the answer.
func (r *recordedStream) Read(b []byte) (int, error) {
	n, err := r.Conn.Read(b)
	r.read = append(r.read, b[:n]...)
	if len(r.read) > 2 && len(r.read) == 2+int(r.read[0])<<8+int(r.read[1]) {
		r.to.add(r.read[2:])
	}
	return n, err
}

// add records the CNAME records of an answer. It ignores one that it cannot parse.
func (a *answers) add(message []byte) {
	var p dnsmessage.Parser
	if _, err := p.Start(message); err != nil || p.SkipAllQuestions() != nil {
		return
	}
	all, err := p.AllAnswers()
	if err != nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, r := range all {
		if alias, ok := r.Body.(*dnsmessage.CNAMEResource); ok {
			a.aliases[plainName(r.Header.Name)] = plainName(alias.CNAME)
		}
	}
}

// chain returns the names that the records lead to from a host, and whether a resolver
// was contacted.
func (a *answers) chain(host string) (names []string, asked bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for name := a.aliases[host]; name != "" && len(names) < len(a.aliases); name = a.aliases[name] {
		names = append(names, name)
	}
	return names, a.asked
}

// plainName returns a name in lower case and without the dot at its end.
func plainName(name dnsmessage.Name) string {
	return strings.ToLower(strings.TrimSuffix(name.String(), "."))
}
