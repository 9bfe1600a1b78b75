package tests

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
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/digitorus/timestamp"
)

// authority is a time-stamping authority on loopback.
type authority struct {
	*httptest.Server
	certificates string // file
	certificate  *x509.Certificate
	key          *ecdsa.PrivateKey
	// at is the time that it signs; answer, if set, replaces its answer.
	at     func() time.Time
	answer func(request []byte) []byte
}

// newAuthority starts an authority whose certificate is valid until a time.
func newAuthority(t *testing.T, until time.Time) *authority {
	t.Helper()
	a := &authority{at: time.Now}
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
	a.certificates = filepath.Join(t.TempDir(), "authority.pem")
	if err := os.WriteFile(a.certificates, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		request, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if a.answer != nil {
			w.Write(a.answer(request))
			return
		}
		w.Write(a.sign(t, request, func(*timestamp.Timestamp) {}))
	}))
	t.Cleanup(a.Close)
	return a
}

// sign answers a request; change changes the token before it is signed.
func (a *authority) sign(t *testing.T, request []byte, change func(*timestamp.Timestamp)) []byte {
	t.Helper()
	asked, err := timestamp.ParseRequest(request)
	if err != nil {
		t.Errorf("the request cannot be read: %v", err)
		return nil
	}
	token := timestamp.Timestamp{
		HashAlgorithm: asked.HashAlgorithm, HashedMessage: bytes.Clone(asked.HashedMessage), Time: a.at().UTC(), Nonce: asked.Nonce,
		Policy: asn1.ObjectIdentifier{1, 2, 3}, SerialNumber: big.NewInt(time.Now().UnixNano()), AddTSACertificate: asked.Certificates,
	}
	change(&token)
	reply, err := token.CreateResponse(a.certificate, a.key)
	if err != nil {
		t.Error(err)
	}
	return reply
}
