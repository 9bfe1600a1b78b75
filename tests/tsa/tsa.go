// Package tsa is a time-stamping authority (RFC 3161) for tests, on the loopback address.
package tsa

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
)

// Authority is a running authority.
type Authority struct {
	*httptest.Server
	Certificates string // file
	certificate  *x509.Certificate
	key          *ecdsa.PrivateKey
	// At is the time that it signs; Answer, if set, replaces its answer.
	At     func() time.Time
	Answer func(request []byte) []byte
}

// New starts an authority whose certificate is valid until a time.
func New(t *testing.T, until time.Time) *Authority {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return On(t, listener, until)
}

// On starts an authority on a listener.
func On(t *testing.T, listener net.Listener, until time.Time) *Authority {
	t.Helper()
	a := &Authority{At: time.Now}
	var err error
	if a.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	// RFC 3161 §2.3: the purpose of the key is time-stamping alone, and critical.
	purpose, err := asn1.Marshal([]asn1.ObjectIdentifier{{1, 3, 6, 1, 5, 5, 7, 3, 8}})
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "Time stamps of the tests"},
		NotBefore: time.Now().AddDate(-2, 0, 0), NotAfter: until, KeyUsage: x509.KeyUsageDigitalSignature,
		ExtraExtensions: []pkix.Extension{{Id: asn1.ObjectIdentifier{2, 5, 29, 37}, Critical: true, Value: purpose}},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, a.key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	if a.certificate, err = x509.ParseCertificate(der); err != nil {
		t.Fatal(err)
	}
	a.Certificates = filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(a.Certificates, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	a.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if a.Answer != nil {
			w.Write(a.Answer(request))
			return
		}
		w.Write(a.Sign(t, request, func(*timestamp.Timestamp) {}))
	}))
	a.Listener.Close()
	a.Listener = listener
	a.Start()
	t.Cleanup(a.Close)
	return a
}

// Sign answers a request; change changes the token before it is signed.
func (a *Authority) Sign(t *testing.T, request []byte, change func(*timestamp.Timestamp)) []byte {
	t.Helper()
	asked, err := timestamp.ParseRequest(request)
	if err != nil {
		t.Errorf("the request cannot be read: %v", err)
		return nil
	}
	token := timestamp.Timestamp{
		HashAlgorithm: asked.HashAlgorithm, HashedMessage: bytes.Clone(asked.HashedMessage), Time: a.At().UTC(), Nonce: asked.Nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3}, SerialNumber: big.NewInt(time.Now().UnixNano()), AddTSACertificate: asked.Certificates,
	}
	change(&token)
	reply, err := token.CreateResponse(a.certificate, a.key)
	if err != nil {
		t.Error(err)
	}
	return reply
}
