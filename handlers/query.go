package handlers

import (
	"net/http"
	"net/url"
	"strings"
)

// has reports whether the query has a field.
func has(r *http.Request, name string) bool { return len(fields(r.URL.RawQuery, name)) > 0 }

// field returns the first value of a field of the query, or "".
func field(r *http.Request, name string) string { return first(fields(r.URL.RawQuery, name)) }

func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}

// fields returns the values of one field of a query. It parses as url.ParseQuery
// does, but allocates no map for the other fields.
func fields(query, name string) []string {
	var found []string
	for query != "" {
		var pair string
		pair, query, _ = strings.Cut(query, "&")
		if pair == "" || strings.Contains(pair, ";") {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		if key, err := url.QueryUnescape(key); err != nil || key != name {
			continue
		}
		if value, err := url.QueryUnescape(value); err == nil {
			found = append(found, value)
		}
	}
	return found
}
