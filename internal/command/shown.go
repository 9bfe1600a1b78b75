package command

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/url"
	"time"

	"charte/handlers"
	"charte/internal/consent"
	"charte/internal/portal"
)

// frames are what the kit's frame holds in one language: the banner of a visitor
// who is asked, nil where nobody is, and the handle.
type frames struct{ banner, handle []byte }

// framesOf renders a content's frames, as a service of no particular address would:
// whatever the flags, the same text and theme give the same bytes.
func framesOf(ctx context.Context, content handlers.Config) ([]frames, error) {
	at := &url.URL{Scheme: "https", Host: "cookies.example.fr"}
	content.BaseURL, content.Portals = at, portal.NewList(at.String(), []string{at.String()})
	content.CookieName, content.Handle = "cookies_preferences", true
	content.Registry, content.Tally, content.Spool = nowhere{}, nowhere{}, nowhere{}
	content.Now, content.Random, content.Log = time.Now, rand.Reader, slog.New(slog.DiscardHandler)
	live, err := handlers.New(ctx, content)
	if err != nil {
		return nil, err
	}
	var all []frames
	for _, code := range content.Charters.Languages {
		var f frames
		var errBanner, errHandle error
		if live.Texts()[code][consent.Banner] != "" {
			f.banner, errBanner = frameOf(ctx, live, at.Host, code, nil)
		}
		f.handle, errHandle = frameOf(ctx, live, at.Host, code, http.Header{"Sec-Gpc": {"1"}})
		if err := errors.Join(errBanner, errHandle); err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// shownBy names what a content's frames show.
func shownBy(ctx context.Context, content handlers.Config) (string, error) {
	all, err := framesOf(ctx, content)
	return fingerprint(all), err
}

// fingerprint names what the frames show, in 16 hex digits.
func fingerprint(all []frames) string {
	sum := sha256.New()
	for _, f := range all {
		sum.Write(f.banner)
		sum.Write(f.handle)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}

// frameOf is the frame's document in a language, for a request with these headers.
func frameOf(ctx context.Context, h http.Handler, host, code string, header http.Header) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "/"+code+"/choice?kit", nil)
	if err != nil {
		return nil, err
	}
	r.Host = host
	maps.Copy(r.Header, header)
	w := &kept{header: http.Header{}}
	h.ServeHTTP(w, r)
	if w.status != http.StatusOK {
		return nil, fmt.Errorf("the frame in %s is answered with %d", code, w.status)
	}
	return w.body.Bytes(), nil
}

// kept keeps an answer.
type kept struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }

// nowhere is a registry that keeps nothing: what is rendered to be looked at is
// shown to nobody.
type nowhere struct{}

func (nowhere) Append(context.Context, consent.Entry) (r consent.Record, err error) {
	return r, consent.ErrNotFound
}
func (nowhere) KeepText(context.Context, consent.Text) error { return nil }
func (nowhere) Text(context.Context, string) (t consent.Text, err error) {
	return t, consent.ErrNotFound
}
func (nowhere) KeepScope(context.Context, consent.Scope) error        { return nil }
func (nowhere) Scopes(context.Context) ([]consent.Scope, error)       { return nil, nil }
func (nowhere) Note(context.Context, string, string, time.Time) error { return nil }
func (nowhere) Receipt(context.Context, string) ([]consent.Record, error) {
	return nil, consent.ErrNotFound
}
func (nowhere) Add(string, string, bool) {}
func (nowhere) Keep(consent.Entry) error { return io.ErrClosedPipe }
