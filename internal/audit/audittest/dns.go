package audittest

import (
	"context"
	"encoding/binary"
	"errors"
	"io"
	"net"
	"strings"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

// Zone are the names that a DNS server of a test knows, each with the name that it is
// an alias of, or one of the values below.
type Zone map[string]string

// The values of [Zone] for names without an alias.
const (
	Address = ""  // an address
	Broken  = "!" // the server reports an error
	Silent  = "?" // the server does not answer
)

// Long begins the names whose answer is too long for a datagram.
const Long = "long."

// Resolver returns a resolver that asks a server on the loopback address.
func (z Zone) Resolver(t testing.TB) *net.Resolver {
	t.Helper()
	datagrams, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	streams, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _, _ = datagrams.Close(), streams.Close() })
	go z.serveDatagrams(datagrams)
	go z.serveStreams(streams)
	return &net.Resolver{Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		address := streams.Addr().String()
		if strings.HasPrefix(network, "udp") {
			address = datagrams.LocalAddr().String()
		}
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}}
}

// NoNetwork returns a resolver that cannot reach a server.
func NoNetwork() *net.Resolver {
	return &net.Resolver{Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("the network is unreachable")
	}}
}

func (z Zone) serveDatagrams(listener net.PacketConn) {
	question := make([]byte, 1500)
	for {
		n, from, err := listener.ReadFrom(question)
		if err != nil {
			return
		}
		if answer := z.answer(question[:n], true); answer != nil {
			_, _ = listener.WriteTo(answer, from)
		}
	}
}

func (z Zone) serveStreams(listener net.Listener) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		var length [2]byte
		_, _ = io.ReadFull(c, length[:])
		question := make([]byte, binary.BigEndian.Uint16(length[:]))
		_, _ = io.ReadFull(c, question)
		answer := z.answer(question, false)
		_, _ = c.Write(append(binary.BigEndian.AppendUint16(nil, uint16(len(answer))), answer...))
		_ = c.Close()
	}
}

// answer returns the answer to a question, nil for none. datagram leaves out what is
// too long for one.
func (z Zone) answer(question []byte, datagram bool) []byte {
	var m dnsmessage.Message
	if m.Unpack(question) != nil || len(m.Questions) != 1 {
		return nil
	}
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	name := m.Questions[0].Name
	to, known := z[strings.TrimSuffix(name.String(), ".")]
	for hops := 0; known && to != Address && to != Broken && to != Silent && hops < 10; hops++ {
		alias := dnsmessage.MustNewName(to + ".")
		m.Answers = append(m.Answers, record(name, dnsmessage.TypeCNAME, &dnsmessage.CNAMEResource{CNAME: alias}))
		name = alias
		to, known = z[to]
	}
	switch {
	case to == Silent:
		return nil
	case to == Broken:
		m.RCode = dnsmessage.RCodeServerFailure
	case !known:
		m.RCode = dnsmessage.RCodeNameError
	case m.Questions[0].Type == dnsmessage.TypeA:
		m.Answers = append(m.Answers, record(name, dnsmessage.TypeA, &dnsmessage.AResource{A: [4]byte{192, 0, 2, 1}}))
	}
	if strings.HasPrefix(m.Questions[0].Name.String(), Long) && datagram {
		m.Truncated, m.Answers = true, nil
	}
	packed, err := m.Pack()
	if err != nil {
		return nil
	}
	return packed
}

func record(name dnsmessage.Name, of dnsmessage.Type, body dnsmessage.ResourceBody) dnsmessage.Resource {
	return dnsmessage.Resource{Header: dnsmessage.ResourceHeader{Name: name, Type: of, Class: dnsmessage.ClassINET, TTL: 60}, Body: body}
}
