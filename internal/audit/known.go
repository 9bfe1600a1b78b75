package audit

import (
	_ "embed"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/portal"
)

//go:embed known.toml
var knownText string

// Tool is a product that is known to set trackers.
type Tool struct {
	Name, Provider string
	// Kind is what it is for: "statistics", "advertising", "video", "maps" … It is empty
	// for the service and its platform.
	Kind string
	// Source is the address of the public documentation of its trackers.
	Source string
	// Exempt is true if none of its trackers needs consent.
	Exempt       bool
	Hosts, Paths []string
	Trackers     []KnownTracker
}

// KnownTracker are names of a tool with one use.
type KnownTracker struct {
	Names []string
	// Own is true if the names belong to the tool only on its own hosts: they are too
	// common.
	Own bool
	// Optional is true if only a feature that is off by default sets the trackers.
	Optional bool
	// Purpose is the use of the trackers, in English; empty if no source gives it.
	Purpose string
	// Lasts is the default lifetime in English, such as "13 months"; empty if no source
	// gives it.
	Lasts string
}

// Lifetime returns the default lifetime as a text that can be translated.
func (t KnownTracker) Lifetime() message.Text {
	count, unit, counted := strings.Cut(t.Lasts, " ")
	n, err := strconv.ParseInt(count, 10, 64)
	if !counted || err != nil {
		return message.Plain(t.Lasts)
	}
	switch unit {
	case "years":
		return message.Of("%d years", n)
	case "months":
		return message.Of("%d months", n)
	case "days":
		return message.Of("%d days", n)
	case "hours":
		return message.Of("%d hours", n)
	case "minutes":
		return message.Of("%d minutes", n)
	}
	return message.Of("%d seconds", n)
}

// known is a tracker of the list; its name is a pattern for charters.
type known struct {
	tool    *Tool
	name    string
	purpose message.Text // may be zero
}

// Known returns the embedded list of known tools.
func Known() ([]Tool, error) {
	var file struct{ Tool []Tool }
	if _, err := toml.Decode(knownText, &file); err != nil {
		return nil, fmt.Errorf("the list of known trackers: %w", err)
	}
	return file.Tool, nil
}

// knownTracker returns the first known tracker whose pattern matches name. host is that
// of the cookie or the storage; empty if it is not known.
func knownTracker(tools []Tool, name, host string) (known, bool) {
	for i := range tools {
		for _, t := range tools[i].Trackers {
			if t.Own && !tools[i].at(host) {
				continue
			}
			for _, n := range t.Names {
				if consent.Matches(n, name) {
					return known{&tools[i], n, message.Plain(t.Purpose)}, true
				}
			}
		}
	}
	return known{}, false
}

// at reports whether the host is one of the tool's.
func (t *Tool) at(host string) bool {
	return slices.ContainsFunc(t.Hosts, func(h string) bool { return portal.Within(host, h) })
}

// home returns a host of the tool, or "".
func (t *Tool) home() string {
	if len(t.Hosts) == 0 {
		return ""
	}
	return t.Hosts[0]
}

// toolAt returns the known tool that an address belongs to, or nil.
func toolAt(tools []Tool, address string) *Tool {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	for i, t := range tools {
		if t.at(u.Hostname()) || slices.ContainsFunc(t.Paths, func(p string) bool { return strings.HasSuffix(u.Path, p) }) {
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
