// Package middleware contains what the visitors' and the operator's listeners share.
package middleware

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// Recover returns a middleware that recovers from panics in the next handler: it
// logs the stack and calls answer. The log line contains the type of the panic's
// value and not the value, which may come from a request; the stack contains code
// only. [http.ErrAbortHandler] passes through, as net/http expects.
func Recover(log *slog.Logger, answer http.HandlerFunc) func(http.Handler) http.Handler {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			defer func() {
				cause := recover()
				if cause == nil {
					return
				}
				if cause == http.ErrAbortHandler {
					panic(cause)
				}
				log.ErrorContext(r.Context(), "panic", slog.String("type", fmt.Sprintf("%T", cause)), slog.String("stack", string(debug.Stack())))
				answer(w, r)
			}()
			next.ServeHTTP(w, r)
		})
	}
}
