package handlers

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// minCompressed is the size, in bytes, under which gzip gains nothing.
const minCompressed = 512

// write sends a finished body. Nothing is written before it is complete, so an
// answer is whole or it is an error page.
func (s *service) write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	vary(w, "Accept-Encoding")
	if len(body) >= minCompressed && acceptsGzip(r.Header.Values("Accept-Encoding")) {
		body = compress(body)
		h.Set("Content-Encoding", "gzip")
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// writeTagged sends a body that a browser may keep but must ask about. The tag
// covers every byte of the body, the visitor's return address too: with a tag on
// the state alone, one page's frame was answered with another's address.
func (s *service) writeTagged(w http.ResponseWriter, r *http.Request, contentType string, body []byte) {
	sum := sha256.Sum256(body)
	tag := `W/"` + base64.RawURLEncoding.EncodeToString(sum[:15]) + `"`
	w.Header().Set("ETag", tag)
	if matches(r.Header.Values("If-None-Match"), tag) {
		vary(w, "Accept-Encoding")
		w.WriteHeader(http.StatusNotModified)
		return
	}
	s.write(w, r, http.StatusOK, contentType, body)
}

// matches says whether an If-None-Match names the tag (RFC 9110 §13.1.2, weak
// comparison).
func matches(headers []string, tag string) bool {
	for _, header := range headers {
		for candidate := range strings.SplitSeq(header, ",") {
			candidate = strings.TrimSpace(candidate)
			if candidate == "*" || strings.TrimPrefix(candidate, "W/") == strings.TrimPrefix(tag, "W/") {
				return true
			}
		}
	}
	return false
}

// acceptsGzip reads Accept-Encoding; "gzip;q=0" is a no (RFC 9110 §12.5.3).
func acceptsGzip(headers []string) bool {
	for _, header := range headers {
		for item := range strings.SplitSeq(header, ",") {
			name, weight, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				q := strings.TrimPrefix(strings.TrimSpace(weight), "q=")
				return strings.Trim(q, "0.") != "" || q == ""
			}
		}
	}
	return false
}

func compress(body []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	z.Write(body) // a bytes.Buffer does not fail
	z.Close()
	return b.Bytes()
}

// vary names request headers that the answer depends on, each once.
func vary(w http.ResponseWriter, names ...string) {
	have := w.Header().Values("Vary")
	for _, name := range names {
		if !slices.Contains(have, name) {
			w.Header().Add("Vary", name)
		}
	}
}
