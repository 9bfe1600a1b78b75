package command

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"charte/internal/i18n"
	"charte/locales"
)

// retryAfter is the time between two attempts to start under systemd.
const retryAfter = 30 * time.Second

// supervised reports whether systemd starts the program again after a failure.
func (c *serveCommand) supervised(given passed) bool {
	return given.public != nil || c.env.get("NOTIFY_SOCKET") != ""
}

// standIn prints why the start failed and answers 503 until the next attempt is due, so
// that no visitor waits for a service that does not start. It returns the cause, after
// which systemd starts the program again, or nil if the program was asked to stop. A
// nil listener, if the public address is in use, only delays the attempt.
func (c *serveCommand) standIn(ctx context.Context, listener net.Listener, log *slog.Logger, stderr io.Writer, cause error) error {
	PrintError(stderr, c.env.environ(), cause)
	ticks, stop := c.clock.Every(retryAfter)
	defer stop()
	due, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-ticks:
			cancel()
		case <-due.Done():
		}
	}()
	if listener != nil {
		texts, err := i18n.Load(locales.Files)
		if err == nil {
			texts, err = texts.Only(texts.Languages())
		}
		if err != nil {
			return err
		}
		if err := serve(due, listener, apology{texts}, log); err != nil {
			return err
		}
	}
	<-due.Done()
	if ctx.Err() != nil {
		return nil
	}
	return printedError{cause}
}

// apology answers every request with 503 and a text in the visitor's language. It uses
// built-in texts only, because an unreadable charter may be the cause of the failure.
type apology struct{ texts *i18n.Catalog }

func (a apology) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	inPath, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	language := a.texts.Negotiate(r.Header.Get("Accept-Language"), inPath)
	h := w.Header()
	h.Set("Retry-After", strconv.Itoa(int(retryAfter.Seconds())))
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Language", language)
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(http.StatusServiceUnavailable)
	if to := r.Header.Get("Sec-Fetch-Dest"); to == "" || to == "document" { // a frame in the portal remains empty
		// One sentence a line: lynx breaks a long line of plain text within a word.
		io.WriteString(w, strings.ReplaceAll(a.texts.Words(language).Say("error_internal_text"), ". ", ".\n")+"\n")
	}
}
