package command

import (
	"context"
	"log/slog"
	"strings"
)

// serverLog is the handler behind [http.Server.ErrorLog]. net/http writes the
// client's address and the value of a panic into its lines; serverLog passes on
// only the parts that no request can fill.
type serverLog struct{ slog.Handler }

func (l serverLog) Handle(ctx context.Context, r slog.Record) error {
	return l.Handler.Handle(ctx, withoutClient(r))
}

// The start of the lines whose text names the program or the listener only.
var aboutProgram = []string{
	"http: Accept error: ",
	"http: superfluous response.WriteHeader call from ",
	"http: response.Write on hijacked connection from ",
	"http: response.WriteHeader on hijacked connection from ",
}

func withoutClient(r slog.Record) slog.Record {
	for _, start := range aboutProgram {
		if strings.HasPrefix(r.Message, start) {
			return r
		}
	}
	if strings.HasPrefix(r.Message, "http: panic serving ") {
		safe := slog.NewRecord(r.Time, slog.LevelError, "panic outside the pages: please report it with this stack", 0)
		safe.AddAttrs(slog.String("stack", stackIn(r.Message)))
		return safe
	}
	return slog.NewRecord(r.Time, r.Level, "the HTTP server reported an error; its text is left out because it may name a client", 0)
}

// stackIn returns the stack at the end of net/http's line about a panic. The
// panic's value comes before it and may hold anything, even the start of a stack,
// so the last start counts: net/http prints one goroutine.
func stackIn(message string) string {
	start := strings.LastIndex(message, "\ngoroutine ")
	if start < 0 {
		return ""
	}
	return message[start+1:]
}
