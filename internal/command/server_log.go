package command

import (
	"context"
	"log/slog"
	"strings"
)

// serverLog is the handler behind [http.Server.ErrorLog]. Lines of net/http contain the
// client's address and the value of a panic; serverLog keeps only the parts that no
// request can influence (P-05).
type serverLog struct{ slog.Handler }

func (l serverLog) Handle(ctx context.Context, r slog.Record) error {
	return l.Handler.Handle(ctx, withoutClient(r))
}

// aboutProgram holds the prefixes of the lines that name only the program or the
// listener. They are logged unchanged.
var aboutProgram = []string{
	"http: Accept error: ",
	"http: superfluous response.WriteHeader call from ",
	"http: response.Write on hijacked connection from ",
	"http: response.WriteHeader on hijacked connection from ",
}

// withoutClient returns r without anything that a client sent.
func withoutClient(r slog.Record) slog.Record {
	for _, start := range aboutProgram {
		if strings.HasPrefix(r.Message, start) {
			return r
		}
	}
	if strings.HasPrefix(r.Message, "http: panic serving ") {
		safe := slog.NewRecord(r.Time, slog.LevelError, "panic outside the page handlers: please report it with this stack", 0)
		safe.AddAttrs(slog.String("stack", stackIn(r.Message)))
		return safe
	}
	return slog.NewRecord(r.Time, r.Level, "the HTTP server reported an error; its text is left out because it may name a client", 0)
}

// stackIn returns the stack at the end of net/http's message about a panic. The value
// of the panic precedes it and may itself look like a stack, so the last match is the
// real one: net/http prints a single goroutine.
func stackIn(message string) string {
	start := strings.LastIndex(message, "\ngoroutine ")
	if start < 0 {
		return ""
	}
	return message[start+1:]
}
