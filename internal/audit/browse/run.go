package browse

import (
	"context"
	"errors"

	"charte/internal/audit"
)

// Run looks at the portal in every state. It returns what was seen even where it
// was cut short (by ctx, by the time limit): Complete is false then. The error is
// of what kept it from starting: an address that is none, no browser ([ErrNoBrowser]).
func Run(ctx context.Context, options Options, progress Progress) (audit.Observations, error) {
	return audit.Observations{}, errors.New("not written yet")
}

// ErrNoBrowser says that no Chromium was found, and how to get one.
var ErrNoBrowser = errors.New("no Chromium was found: install one (Debian and Ubuntu: apt-get install chromium), or name it with --browser PATH")
