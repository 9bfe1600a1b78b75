package command

import (
	"context"
	"log/slog"
	"strings"

	"charte/internal/trouble"
)

// explained is a log handler that adds what happened and what to do to an error of the
// database. Lines below the level of a warning pass unchanged: there is one per request.
type explained struct{ slog.Handler }

// Handle logs r with its errors explained.
func (h explained) Handle(ctx context.Context, r slog.Record) error {
	if r.Level < slog.LevelWarn {
		return h.Handler.Handle(ctx, r)
	}
	clear := slog.NewRecord(r.Time, r.Level, r.Message, r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clear.AddAttrs(explain(a))
		return true
	})
	return h.Handler.Handle(ctx, clear)
}

// WithAttrs returns the handler with these attributes in every line.
func (h explained) WithAttrs(attrs []slog.Attr) slog.Handler {
	return explained{h.Handler.WithAttrs(attrs)}
}

// WithGroup returns the handler with a group around the attributes of every line.
func (h explained) WithGroup(name string) slog.Handler {
	return explained{h.Handler.WithGroup(name)}
}

// explain returns an attribute whose error starts with its explanation, if there is one.
func explain(a slog.Attr) slog.Attr {
	err, _ := a.Value.Any().(error)
	if err == nil {
		return a
	}
	if found, ok := trouble.OfDatabase("registry", err).(*trouble.Error); ok && found != err {
		return slog.String(a.Key, found.Error()+" ("+strings.Join(strings.Fields(err.Error()), " ")+")")
	}
	return a
}
