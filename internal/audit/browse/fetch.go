package browse

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	cdpio "github.com/chromedp/cdproto/io"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"

	"charte/internal/message"
)

// trust sets the run's client, which trusts the certificates of Options.CA.
func (r *run) trust() error {
	if r.Client != nil {
		return nil
	}
	r.Client = &http.Client{Timeout: 15 * time.Second}
	if r.CA == "" {
		return nil
	}
	pem, err := os.ReadFile(r.CA)
	if err != nil {
		return message.Errorf("read the certificates to trust: %w", err)
	}
	roots, err := x509.SystemCertPool()
	if err != nil {
		roots = x509.NewCertPool()
	}
	if !roots.AppendCertsFromPEM(pem) {
		return message.Errorf("%s has no certificate: it must be a PEM file, with -----BEGIN CERTIFICATE-----", r.CA)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	r.Client.Transport = transport
	return nil
}

// get fetches a file and returns at most limit bytes of it. It fails with a [status] if
// the response is not 200. If this program cannot resolve the host, the browser may: it
// also resolves names such as portail.localhost.
func (r *run) get(ctx context.Context, address string, limit int64) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "Mozilla/5.0 (compatible) "+r.Agent)
	if r.UserAgent != "" {
		if err := r.identify(ctx); err != nil {
			return nil, err
		}
		request.Header.Set("User-Agent", r.agent)
	}
	response, err := r.Client.Do(request)
	if unresolved := (*net.DNSError)(nil); errors.As(err, &unresolved) {
		return r.fetch(ctx, address, limit)
	}
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, status(response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, limit))
}

// status is the error of a response that is not 200.
type status int

func (s status) Error() string { return fmt.Sprintf("the response was %d", int(s)) }

// fetch is get in a browser.
func (r *run) fetch(ctx context.Context, address string, limit int64) ([]byte, error) {
	if r.fetcher == nil || r.fetcher.ctx.Err() != nil {
		started, err := r.newSession(ctx)
		if err != nil {
			return nil, err
		}
		r.fetcher = started
	}
	t, err := r.fetcher.open(false)
	if err != nil {
		return nil, err
	}
	defer r.fetcher.closeTab(t)
	return t.fetch(address, limit)
}

// plainText is the text of a file that the browser displays as such, once it has loaded.
const plainText = `new Promise((resolve) => {
  const read = () => resolve(document.querySelector('pre')?.textContent ?? '');
  if (document.readyState === 'complete') read(); else addEventListener('load', read);
})`

// fetch is get in a tab. A response may forbid pages of other origins to read it; it is
// then opened as a page.
func (t *tab) fetch(address string, limit int64) ([]byte, error) {
	ctx, cancel := context.WithTimeout(t.ctx, commandTimeout)
	defer cancel()
	frames := t.frames(ctx)
	if len(frames) == 0 {
		return nil, message.Errorf("the browser opened no page")
	}
	answer, err := ask(t, network.LoadNetworkResource, network.LoadNetworkResourceParams{
		FrameID: frames[0], URL: address, Options: &network.LoadNetworkResourceOptions{DisableCache: true},
	})
	switch r := answer.Resource; {
	case err != nil:
		return nil, err
	case strings.Contains(r.NetErrorName, "BLOCKED_BY_RESPONSE"):
		_, errOpened := ask(t, page.Navigate, page.NavigateParams{URL: address})
		var text string
		errRead := t.evaluate(ctx, frames[0], plainText, &text)
		return []byte(text[:min(int64(len(text)), limit)]), errors.Join(errOpened, errRead)
	case r.HTTPStatusCode != 0 && r.HTTPStatusCode != http.StatusOK:
		return nil, status(int(r.HTTPStatusCode))
	case !r.Success:
		return nil, errors.New(r.NetErrorName)
	}
	return t.read(answer.Resource.Stream, limit)
}

// read returns at most limit bytes of a stream of the browser.
func (t *tab) read(stream cdpio.StreamHandle, limit int64) (all []byte, err error) {
	for int64(len(all)) < limit {
		part, err := ask(t, cdpio.Read, cdpio.ReadParams{Handle: stream})
		if err != nil {
			return nil, err
		}
		all = append(all, part.Data...)
		if part.EOF {
			break
		}
	}
	return all[:min(int64(len(all)), limit)], nil
}

func (r *run) closeFetcher() {
	if r.fetcher != nil {
		r.fetcher.Close()
	}
}
