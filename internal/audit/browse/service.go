package browse

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// candidates is how many origins are asked whether they are Charte.
const candidates = 10

// service finds the Charte that a page uses: the origin of a banner's frame, of the
// kit's script or of a link to the charter, that answers /charter.json. Empty where
// there is none. Of the origins that are merely linked to, only those of the page's
// own site are asked.
func (l *run) service(ctx context.Context, page string, found []inside) string {
	var origins []string
	take := func(addresses []string, fits func(*url.URL) bool) {
		for _, address := range addresses {
			u, err := url.Parse(address)
			if err != nil || u.Host == "" || !fits(u) {
				continue
			}
			if origin := u.Scheme + "://" + u.Host; !slices.Contains(origins, origin) && len(origins) < candidates {
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
		if !l.asked[origin] {
			l.asked[origin] = true
			if l.isCharte(ctx, origin) {
				return origin
			}
		}
	}
	return ""
}

func (l *run) isCharte(ctx context.Context, origin string) bool {
	body, err := l.get(ctx, origin+"/charter.json", 1<<20)
	var charter struct {
		Cookie, Scope string
		Purposes      []struct{ ID string }
	}
	return err == nil && json.Unmarshal(body, &charter) == nil && charter.Cookie != "" && charter.Scope != "" && charter.Purposes != nil
}

// get fetches a small file, of at most so many bytes. An answer other than 200 is
// an error, a [status] with its number.
func (l *run) get(ctx context.Context, address string, most int64) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("User-Agent", "Mozilla/5.0 (compatible) "+l.Agent)
	response, err := l.Client.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, status(response.StatusCode)
	}
	return io.ReadAll(io.LimitReader(response.Body, most))
}

// status is an answer that is not 200.
type status int

func (s status) Error() string { return fmt.Sprintf("the answer was %d", int(s)) }
