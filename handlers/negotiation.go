package handlers

import (
	"net/http"
	"strconv"
	"strings"
)

// matches reports whether If-None-Match headers contain the tag, by weak comparison
// (RFC 9110 §13.1.2).
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

// acceptsGzip reports whether Accept-Encoding headers list gzip with a weight above
// 0; "gzip;q=0" excludes it (RFC 9110 §12.5.3).
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

// weight parses a parameter such as "q=0.5". It returns 1 for an empty parameter and
// 0 for a malformed one.
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

// vary adds request headers to Vary, each once, in a single header line.
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
