package audit

import (
	_ "embed"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"charte/internal/consent"
	"charte/internal/message"
)

//go:embed known.toml
var knownText string

// tool is a product that is known to set trackers.
type tool struct {
	Name, Provider, Kind, Source string
	// Exempt is true if none of its trackers needs consent.
	Exempt       bool
	Hosts, Paths []string
	Trackers     []struct {
		Names []string
		// Purpose is the use of the trackers, in English; empty if no source gives it.
		Purpose string
	}
}

// known is a tracker of the list; its name is a pattern for charters.
type known struct {
	tool    *tool
	name    string
	purpose message.Text // may be zero
}

// readKnown parses the embedded list.
func readKnown() ([]tool, error) {
	var file struct{ Tool []tool }
	if _, err := toml.Decode(knownText, &file); err != nil {
		return nil, fmt.Errorf("the list of known trackers: %w", err)
	}
	return file.Tool, nil
}

// knownTracker returns the first known tracker whose pattern matches name.
func knownTracker(tools []tool, name string) (known, bool) {
	for i := range tools {
		for _, t := range tools[i].Trackers {
			for _, n := range t.Names {
				if consent.Matches(n, name) {
					return known{&tools[i], n, message.Plain(t.Purpose)}, true
				}
			}
		}
	}
	return known{}, false
}

// toolAt returns the known tool that an address belongs to, or nil.
func toolAt(tools []tool, address string) *tool {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	for i, t := range tools {
		ofHost := slices.ContainsFunc(t.Hosts, func(h string) bool { return within(u.Hostname(), h) })
		if ofHost || slices.ContainsFunc(t.Paths, func(p string) bool { return strings.HasSuffix(u.Path, p) }) {
			return &tools[i]
		}
	}
	return nil
}

// hostOf returns the host of an address or origin, without its port.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Hostname()
}

// within reports whether a host is the domain or one of its sub-domains.
func within(host, domain string) bool {
	host, domain = strings.ToLower(host), strings.ToLower(domain)
	return host == domain || strings.HasSuffix(host, "."+domain)
}
