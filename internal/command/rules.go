package command

import (
	"context"
	"errors"
	"strconv"
	"strings"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/portal"
	"charte/internal/proof"
)

// rules applies the rules of check when serve starts or reloads.
type rules struct {
	settings *check.Settings
	env      *environment
	// strict rejects a content with any fault.
	strict bool
	last   lastServed
}

// lastServed describes what the registry stored of the last start. It may have been
// served by an older version with fewer rules.
type lastServed struct {
	// settings reports whether the settings are those of the last start.
	settings bool
	content  content.Pack
	// scope is the hash of the scope in force; reader is the note of what read it.
	scope, reader string
}

// readLastServed reads the content served last, and compares settings with those of the
// last start.
func readLastServed(ctx context.Context, r interface {
	Content(context.Context) ([]byte, error)
	History(context.Context) ([]consent.Period, error)
}, settings string) (lastServed, error) {
	var b lastServed
	packed, err := r.Content(ctx)
	if err != nil && !errors.Is(err, consent.ErrNotFound) {
		return b, err
	}
	b.content = packed
	history, err := r.History(ctx)
	for _, p := range history {
		if !p.Until.IsZero() {
			continue
		}
		switch p.Name {
		case consent.NoteConfiguration:
			b.settings = p.Value == settings
		case consent.NoteScope:
			b.scope = p.Value
		case consent.NoteReader:
			b.reader = p.Value
		}
	}
	return b, err
}

// readByAnother reports whether another version of the program, with another reader,
// read the scope in force. Versions before the second reader noted nothing.
func (b lastServed) readByAnother() bool {
	return !strings.HasPrefix(b.reader, strconv.Itoa(charter.Reader)+" ") || !strings.HasSuffix(b.reader, " "+b.scope)
}

// sameCharter reports whether the last start served the same charter.md; nil is the
// built-in content, which the program replaces.
func (b lastServed) sameCharter(packed content.Pack) bool {
	return packed != nil && b.content != nil && packed.SameFile(b.content, charter.OriginalFile)
}

// matches reports whether the last start served the same fault: its settings were the
// same and, for a fault in a file, the files too.
func (b lastServed) matches(fault check.Reported, packed content.Pack) bool {
	return b.settings && (fault.File == "" || packed == nil || packed.Same(b.content))
}

// apply runs the rules on a content that was loaded with an error, or nil. It returns the
// faults to serve with a warning, and fails if there are others.
func (r rules) apply(read *content.Content, packed content.Pack, load error) ([]check.Reported, error) {
	in := check.Input{Stops: []error{load}, Settings: r.settings, Unused: r.env.unused(), Elsewhere: r.env.elsewhere()}
	if err := describe(&in, read); err != nil {
		return nil, err
	}
	var served []check.Reported
	var stops []error
	for _, fault := range check.AtStart(in).Findings {
		if r.stops(fault, packed) {
			stops = append(stops, fault.Err())
		} else {
			served = append(served, fault)
		}
	}
	return served, errors.Join(stops...)
}

// stops reports whether a fault prevents the content from being served. Unless strict,
// most faults that the last start served do not, so that an upgrade with new rules does
// not stop a service.
func (r rules) stops(fault check.Reported, packed content.Pack) bool {
	switch fault.Rule.Serve {
	case check.StopsAlways:
		return true
	case check.Stops:
		return r.strict || !r.last.matches(fault, packed)
	}
	return r.strict
}

// settingsOf returns the flags that rules check.
func (c *serveCommand) settingsOf(config handlers.Config, retention proof.Retention) *check.Settings {
	registry, _ := c.address() // check reports the error
	return &check.Settings{
		Listen: c.Listen, Base: config.BaseURL, Portals: config.Portals.Origins(), CookieName: config.CookieName, CookieDomain: config.CookieDomain,
		Receipt: handlers.ReceiptName(config.BaseURL), Handle: config.Handle, RateLimited: config.RateLimit > 0,
		TrustedProxies: config.TrustedProxies, Retention: int(retention), SpoolAnywhere: c.spoolAnywhere(registry),
	}
}

// checkBuiltIn fails if the built-in charter, which names its authority, is used for
// another authority's addresses.
func checkBuiltIn(read *content.Content, base portal.Base, portals []string) error {
	in := check.Input{Shipped: read.BuiltIn, Charter: read.Charter, Settings: &check.Settings{Base: base, Portals: portals}}
	var all []error
	for _, fault := range check.AtStart(in).Findings {
		if fault.Rule.Serve == check.StopsAlways {
			all = append(all, fault.Err())
		}
	}
	return errors.Join(all...)
}
