package command

import (
	"context"
	"errors"
	"net/url"

	"charte/handlers"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/proof"
)

// rules are those of check, as serve applies them.
type rules struct {
	settings *check.Settings
	env      *environment
	// strict makes every fault stop.
	strict bool
	before before
}

// before is what the registry knows to have been served, perhaps by an older version
// with fewer rules.
type before struct {
	// settings reports that the settings are those of the last start.
	settings bool
	content  content.Pack
}

// servedBefore reads what was served last, and compares the settings with those.
func servedBefore(ctx context.Context, r interface {
	Content(context.Context) ([]byte, error)
	History(context.Context) ([]consent.Period, error)
}, settings string) (before, error) {
	var b before
	packed, err := r.Content(ctx)
	if err != nil && !errors.Is(err, consent.ErrNotFound) {
		return b, err
	}
	b.content = packed
	history, err := r.History(ctx)
	for _, p := range history {
		if p.Name == consent.NoteConfiguration && p.Until.IsZero() {
			b.settings = p.Value == settings
		}
	}
	return b, err
}

// has reports whether a fault is one of what was served before: of the settings, or
// of files that are as they were under the same settings.
func (b before) has(fault check.Told, packed content.Pack) bool {
	return b.settings && (fault.File == "" || packed == nil || packed.Same(b.content))
}

// judge applies the rules to a content. It returns the faults that are served with
// a warning, and fails on those that stop.
func (r rules) judge(read *content.Content, packed content.Pack) ([]check.Told, error) {
	in := check.Input{Settings: r.settings, Unused: r.env.unused(), Elsewhere: r.env.elsewhere()}
	if err := describe(&in, read); err != nil {
		return nil, err
	}
	var served []check.Told
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

func (r rules) stops(fault check.Told, packed content.Pack) bool {
	switch fault.Rule.Serve {
	case check.StopsAlways:
		return true
	case check.Stops:
		return r.strict || !r.before.has(fault, packed)
	}
	return r.strict
}

// settingsOf are the flags that rules look at.
func (c *serveCommand) settingsOf(config handlers.Config, keep proof.Retention) *check.Settings {
	registry, _ := c.address() // check reports the error
	return &check.Settings{
		Listen: c.Listen, Base: config.BaseURL, Portals: config.Portals.Origins(), CookieName: config.CookieName, CookieDomain: config.CookieDomain,
		Receipt: handlers.ReceiptName, Handle: config.Handle, RateLimited: config.RateLimit > 0,
		TrustedProxies: config.TrustedProxies, Retention: int(keep), SpoolAnywhere: c.spoolAnywhere(registry),
	}
}

// borrowed fails if the built-in charter was read for addresses that are not its
// authority's.
func borrowed(read *content.Content, base *url.URL, portals []string) error {
	in := check.Input{Shipped: read.BuiltIn, Charter: read.Charter, Settings: &check.Settings{Base: base, Portals: portals}}
	var all []error
	for _, fault := range check.AtStart(in).Findings {
		if fault.Rule.Serve == check.StopsAlways {
			all = append(all, fault.Err())
		}
	}
	return errors.Join(all...)
}
