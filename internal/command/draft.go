package command

import (
	"bytes"
	"context"
	"net/http"
	"strings"

	"charte/handlers/operator"
	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/pages"
	"charte/internal/portal"
)

// draft returns the function behind the operator's page of the draft. It returns nil, so
// that there is no such page, for a public service without --against: what it serves is
// no draft.
func (c *serveCommand) draft(base portal.Base, test *selfTest) func(context.Context, operator.Served, string) (check.Report, *operator.Comparison, error) {
	if c.Against == "" && !portal.IsLoopback(base.Hostname()) {
		return nil
	}
	return func(ctx context.Context, served operator.Served, language string) (check.Report, *operator.Comparison, error) {
		in, err := test.command.input(ctx, test.content.current(test.builtIn))
		if err != nil {
			return check.Report{}, nil, err
		}
		running, errAgainst := c.running(ctx)
		in.Running, in.Today = running, c.clock.Now()
		report := check.Run(in)
		if c.Against == "" {
			return report, nil, nil
		}
		compared := &operator.Comparison{Service: c.Against, Err: errAgainst}
		if running != nil {
			compared.Again, compared.Banner = check.Again(served.Charter, running.Scope), running.Texts[language][consent.Banner]
			compared.BannerHTML, compared.BannerErr = c.runningBanner(ctx, language)
			compared.Charter, compared.CharterErr = c.runningCharter(ctx, language, running.Texts[language][consent.Charter])
		}
		return report, compared, nil
	}
}

// runningCharter fetches the charter's page of the running service, and removes its text
// version, of which the page shows the first digits: every change of the page changes it.
func (f againstFlag) runningCharter(ctx context.Context, language, version string) ([]byte, error) {
	base, err := f.base()
	if err != nil {
		return nil, err
	}
	page, err := fetch(ctx, base.URL("/"+language+"/"))
	if digits := version[:min(len(version), pages.VersionDigits)]; digits != "" {
		page = bytes.ReplaceAll(page, []byte(digits), nil)
	}
	return page, err
}

// runningBanner fetches the banner of the running service so that it is not counted as
// shown to a visitor. An earlier version would count it, which its answer to HEAD shows.
func (f againstFlag) runningBanner(ctx context.Context, language string) ([]byte, error) {
	base, err := f.base()
	if err != nil {
		return nil, err
	}
	address, unseen := base.URL("/"+language+"/choice"), http.Header{"Sec-Purpose": {"prefetch"}}
	header, _, err := do(ctx, http.MethodHead, address, unseen)
	if err != nil {
		return nil, err
	}
	if !strings.Contains(strings.Join(header.Values("Vary"), ","), "Sec-Purpose") {
		return nil, message.Errorf("the service runs an earlier version, or a proxy removes Vary: it would count the banner as shown to a visitor, so its words are not fetched")
	}
	_, page, err := do(ctx, http.MethodGet, address, unseen)
	return page, err
}
