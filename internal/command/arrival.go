package command

import (
	"context"
	"net/http"
	"strings"
	"time"

	"charte/internal/check"
	"charte/internal/message"
	"charte/internal/portal"
)

// arrival checks the headers of answers as they arrive at the public address, behind
// every proxy: a rule for static files or for all pages may have replaced them there.
type arrival struct {
	base   portal.Base
	portal string // an origin that may frame the banner
	client *http.Client
}

// arrivalRule is the rule of every finding of arrival.
var arrivalRule = check.Rule{ID: "headers-arrive", Level: check.Warning}

func newArrival(base portal.Base, from string) *arrival {
	return &arrival{base, from, &http.Client{
		Timeout:       3 * time.Second,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}
}

// findings asks for the headers of a spacer image and of the banner. HEAD, so that no
// banner is counted.
func (a *arrival) findings(ctx context.Context) []check.Reported {
	var all []check.Reported
	for _, path := range []string{"/embed/width", "/choice?kit"} {
		header, found := a.ask(ctx, path)
		if header != nil {
			found = changes(header, path, a.portal)
		}
		for _, f := range found {
			f.File = a.base.URL(path)
			all = append(all, check.Reported{Rule: arrivalRule, Finding: f})
		}
	}
	return all
}

// ask returns the headers that arrive at a path of the public address, or a finding if
// none do.
func (a *arrival) ask(ctx context.Context, path string) (http.Header, []check.Finding) {
	failed := func(problem message.Text) []check.Finding {
		return []check.Finding{{Problem: problem, Fix: message.Of("if the service cannot reach its own public address, read the headers elsewhere: curl -I")}}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodHead, a.base.URL(path), nil)
	if err != nil {
		return nil, failed(message.OfError(err))
	}
	r.Header.Set("Referer", a.portal+"/")
	r.Header.Set("Sec-Fetch-Site", "same-site")
	r.Header.Set("Sec-Fetch-Dest", "iframe")
	response, err := a.client.Do(r)
	if err != nil {
		return nil, failed(message.Of("does not answer: %v", err))
	}
	response.Body.Close()
	if response.StatusCode == http.StatusNotFound && a.base.Path() != "" && own(response.Header) {
		return nil, []check.Finding{{
			Problem: message.Of("answers 404 from this service: the proxy takes %s off the address", a.base.Path()),
			Fix:     message.Of("pass the address on unchanged: in nginx, proxy_pass http://127.0.0.1:8080 without a / after the port; in Caddy, handle and not handle_path"),
		}}
	}
	if response.StatusCode != http.StatusOK {
		return nil, failed(message.Of("answers %s", response.Status))
	}
	return response.Header, nil
}

// own reports whether headers are those of this service's error pages.
func own(h http.Header) bool {
	return strings.HasPrefix(h.Get("Content-Security-Policy"), "default-src 'none'; style-src 'self'")
}

// changes returns how the headers of an answer differ from those that the service
// sends, where that breaks the banner.
func changes(h http.Header, path, portal string) []check.Finding {
	var all []check.Finding
	cache := strings.Join(h.Values("Cache-Control"), ", ")
	if !strings.Contains(cache, "no-cache") || strings.Contains(cache, "max-age") || strings.Contains(cache, "public") || h.Get("Expires") != "" {
		all = append(all, check.Finding{
			Problem: message.Of("arrives with Cache-Control %q and Expires %q: browsers keep the banner after a choice", cache, h.Get("Expires")),
			Fix:     message.Of("in the proxy, exempt this host from rules that set expires or Cache-Control"),
		})
	}
	if !strings.HasPrefix(path, "/choice") {
		return all
	}
	policies := h.Values("Content-Security-Policy")
	if frames := h.Get("X-Frame-Options"); frames != "" || len(policies) != 1 || !strings.Contains(policies[0], portal) {
		all = append(all, check.Finding{
			Problem: message.Count(len(policies), "arrives with %d Content-Security-Policy header and X-Frame-Options %q: the portal cannot frame the banner",
				"arrives with %d Content-Security-Policy headers and X-Frame-Options %q: the portal cannot frame the banner", frames),
			Fix: message.Of("in the proxy, exempt this host from rules that set X-Frame-Options or Content-Security-Policy"),
		})
	}
	return all
}
