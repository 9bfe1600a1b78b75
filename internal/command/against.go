package command

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"strings"
	"time"

	"charte/internal/check"
	"charte/internal/message"
	"charte/internal/portal"
)

// Limits of the request to a running service.
const (
	againstTimeout = 10 * time.Second
	maxDocument    = 8 << 20 // a charter of 10,000 trackers in several languages
)

// againstFlag is the flag that names a running service.
type againstFlag struct {
	Against string `placeholder:"URL" help:"URL of a running service: check, and the page Draft among the operator's pages, report whether it would ask visitors again with this charter, and which line is the reason."`
}

// base returns the address of the running service.
func (f againstFlag) base() (portal.Base, error) {
	base, err := portal.ParseBase(strings.TrimSuffix(f.Against, "/charter.json"))
	if err != nil {
		err = message.Errorf("--against: %w", err)
	}
	return base, err
}

// running fetches the charter of the running service. It returns nil without the flag.
func (f againstFlag) running(ctx context.Context) (*check.Running, error) {
	if f.Against == "" {
		return nil, nil
	}
	base, err := f.base()
	if err != nil {
		return nil, err
	}
	document, err := fetch(ctx, base.URL("/charter.json"))
	if err != nil {
		return nil, message.Errorf("--against %s: %w", base, err)
	}
	running, err := check.ParseRunning(base.String(), document)
	if err != nil {
		return nil, message.Errorf("--against %s: %w", base, err)
	}
	return &running, nil
}

// fetch returns the body of a GET.
func fetch(ctx context.Context, address string) ([]byte, error) {
	_, body, err := do(ctx, http.MethodGet, address, nil)
	return body, err
}

// do sends a request and returns the headers and the body of the answer. It follows no
// redirect, since a redirect would lead to another service than the one named.
func do(ctx context.Context, method, address string, header http.Header) (http.Header, []byte, error) {
	client := &http.Client{
		Timeout:       againstTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	request, err := http.NewRequestWithContext(ctx, method, address, nil)
	if err != nil {
		return nil, nil, err
	}
	maps.Copy(request.Header, header)
	response, err := client.Do(request)
	if err != nil {
		return nil, nil, message.Errorf("does not answer: %w", cause(err))
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, nil, message.Errorf("%s answers %s", address, response.Status)
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxDocument+1))
	if err == nil && len(body) > maxDocument {
		err = message.Errorf("%s answers more than %d bytes", address, maxDocument)
	}
	return response.Header, body, err
}

// cause returns why a request failed, without the address, which the caller names.
func cause(err error) error {
	noHost, noTrust := (*net.DNSError)(nil), (*tls.CertificateVerificationError)(nil)
	late := net.Error(nil)
	switch {
	case errors.As(err, &noHost):
		return message.Errorf("no server has this host name")
	case errors.As(err, &noTrust):
		return message.Errorf("the certificate cannot be verified (%w): renew it, or add the certificate of its authority to those of this machine", noTrust.Err)
	case errors.As(err, &late) && late.Timeout():
		return message.Errorf("no answer within %s", againstTimeout)
	}
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err
}
