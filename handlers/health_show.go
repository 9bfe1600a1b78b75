package handlers

import "net/http"

// healthShow answers /healthz and /readyz with 200 while the process serves.
func healthShow(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Write([]byte("ok\n"))
}
