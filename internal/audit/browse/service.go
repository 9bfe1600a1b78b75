package browse

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// maxOrigins is how many origins of one page are checked for being Charte.
const maxOrigins = 10

// findService returns the origin of the Charte that a page uses, or "". It checks
// /charter.json at the origins of banner frames and kit scripts, and at the origins of
// links within the page's own site.
func (r *run) findService(ctx context.Context, page string, found []frameContent) string {
	var origins []string
	take := func(addresses []string, fits func(*url.URL) bool) {
		for _, address := range addresses {
			u, err := url.Parse(address)
			if err != nil || u.Host == "" || !fits(u) {
				continue
			}
			if origin := u.Scheme + "://" + u.Host; !slices.Contains(origins, origin) && len(origins) < maxOrigins {
				origins = append(origins, origin)
			}
		}
	}
	for _, frame := range found {
		take(frame.Embedded, func(u *url.URL) bool { return strings.HasSuffix(u.Path, "/choice") || u.Path == "/embed.js" })
	}
	for _, frame := range found {
		take(frame.Links, func(u *url.URL) bool { return site(u.Hostname()) == site(host(page)) })
	}
	for _, origin := range origins {
		if !r.checked[origin] {
			r.checked[origin] = true
			if r.isCharte(ctx, origin) {
				return origin
			}
		}
	}
	return ""
}

func (r *run) isCharte(ctx context.Context, origin string) bool {
	body, err := r.get(ctx, origin+"/charter.json", 1<<20)
	var charter struct {
		Cookie, Scope string
		Purposes      []struct{ ID string }
	}
	return err == nil && json.Unmarshal(body, &charter) == nil && charter.Cookie != "" && charter.Scope != "" && charter.Purposes != nil
}
