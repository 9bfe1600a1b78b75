package handlers

import (
	"net/http"
	"strconv"
	"strings"
)

// matches reports whether an If-None-Match names the tag (RFC 9110 §13.1.2, weak
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

// acceptsGzip reports whether Accept-Encoding names gzip with a weight above 0
// (RFC 9110 §12.5.3: "gzip;q=0", in either case, refuses it).
func acceptsGzip(headers []string) bool {
	for _, header := range headers {
		for item := range strings.SplitSeq(header, ",") {
			name, parameter, _ := strings.Cut(item, ";")
			if strings.EqualFold(strings.TrimSpace(name), "gzip") {
				return weight(parameter) > 0
			}
		}
	}
	return false
}

// weight reads "q=0.5"; 1 where there is none, 0 where it cannot be read.
func weight(parameter string) float64 {
	name, value, given := strings.Cut(parameter, "=")
	if !given && strings.TrimSpace(parameter) == "" {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || !strings.EqualFold(strings.TrimSpace(name), "q") {
		return 0
	}
	return q
}

// vary names request headers that the answer depends on, each once, on one line.
func vary(w http.ResponseWriter, names ...string) {
	h := w.Header()
	for _, name := range names {
		switch have := h["Vary"]; {
		case len(have) == 0:
			h["Vary"] = []string{name}
		case !listed(have[0], name):
			h["Vary"] = []string{have[0] + ", " + name}
		}
	}
}

// listed reports whether a comma-separated list contains a name.
func listed(list, name string) bool {
	for item := range strings.SplitSeq(list, ", ") {
		if item == name {
			return true
		}
	}
	return false
}
