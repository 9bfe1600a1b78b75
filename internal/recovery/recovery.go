// Package recovery turns a panic in a handler into an answer and a log line. It
// imports the standard library only.
package recovery

import (
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
)

// Middleware recovers from panics in the next handler: it logs the stack and
// writes the answer. The log line holds the type of the panic's value and not the
// value, which may come from a request; the stack holds code only.
// [http.ErrAbortHandler] passes through, as net/http expects.
func Middleware(log *slog.Logger, answer http.HandlerFunc) func(http.Handler) http.Handler {
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
