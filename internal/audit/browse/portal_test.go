package browse_test

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"charte/internal/audit/audittest"
	"charte/internal/audit/browse"
)

// The hosts of the tests, all on the loopback address.
const (
	portalHost  = "donnees.ville.test"
	serviceHost = "cookies.ville.test"
	trackerHost = "mesure.exemple.test"
)

// hosts serves several host names, each with a handler.
type hosts map[string]http.Handler

func (h hosts) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		name = r.Host
	}
	if handler := h[name]; handler != nil {
		handler.ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

// optionsFor returns options for an audit of these hosts, with no other host in reach.
func optionsFor(t testing.TB, h hosts) browse.Options {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a browser")
	}
	server := httptest.NewUnstartedServer(h)
	server.Config.ErrorLog = log.New(io.Discard, "", 0) // the browser's own requests arrive here too
	server.StartTLS()
	t.Cleanup(func() {
		server.CloseClientConnections()
		server.Close()
	})
	address := server.Listener.Addr().String()
	dial := func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	return browse.Options{
		Addresses: []string{"https://" + portalHost + "/"},
		Settle:    200 * time.Millisecond, PageTimeout: 5 * time.Minute, Timeout: time.Hour,
		Resolver: audittest.NoNetwork(),
		Program:  "charte test", Agent: "charte-audit/test (+https://exemple.test)",
		Client: &http.Client{Timeout: time.Minute, Transport: &http.Transport{DialContext: dial, TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}},
		Flags:  []string{"host-resolver-rules=MAP * " + address, "ignore-certificate-errors"},
	}
}

// prose is as much text as a portal's shortest page has.
const prose = `<p>Les données ouvertes de la ville : budgets, transports, arbres, équipements, qualité de l’air, horaires et cartes.`

// page serves an HTML page.
func page(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprintf(w, "<!DOCTYPE html><html lang=fr><title>Portail</title><h1>Portail</h1>%s%s", prose, body)
	}
}

// gif is an image of one pixel.
const gif = "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00!\xf9\x04\x01\x00\x00\x00\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"

// file serves a body of a MIME type.
func file(kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		io.WriteString(w, body)
	}
}
