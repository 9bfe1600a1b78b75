package browse

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"io"
	"net/url"
	"strings"

	"charte/internal/audit"
	"charte/internal/message"
)

const (
	sitemaps   = 20       // files that are read, indexes included
	sitemapMax = 10 << 20 // bytes of each, compressed and uncompressed
)

// sitemap adds the pages of the portal's sitemaps to the plan.
func (r *run) sitemap(ctx context.Context) {
	queue := []string{r.Sitemap}
	if r.Sitemap == "auto" {
		queue = r.sitemapAddresses(ctx)
	}
	for read := 0; len(queue) > 0 && read < sitemaps && ctx.Err() == nil; read++ {
		address := queue[0]
		body, err := r.get(ctx, address, sitemapMax)
		queue = queue[1:]
		pages, more := locations(body)
		if err == nil && len(pages)+len(more) == 0 {
			err = message.Errorf("no page in it")
		}
		if err != nil {
			r.plan.skipped = append(r.plan.skipped, audit.Page{
				Address: redact(address), Found: true, Troubles: troubles{{ID: audit.NoSitemap, Detail: truncate(err.Error())}},
			})
		}
		queue = append(queue, more...)
		for _, page := range pages {
			r.plan.add(page, r.Depth, true, func(u *url.URL) bool { return r.allowed(ctx, u) })
		}
	}
}

// sitemapAddresses returns the sitemaps in the robots.txt of the first address, or
// /sitemap.xml.
func (r *run) sitemapAddresses(ctx context.Context) []string {
	u, err := url.Parse(r.Addresses[0])
	if err != nil {
		return nil
	}
	if asked := r.robots(ctx, u); asked != nil && len(asked.Sitemaps) > 0 {
		return asked.Sitemaps
	}
	return []string{u.Scheme + "://" + u.Host + "/sitemap.xml"}
}

// locations returns the pages of a sitemap and the sitemaps of an index, up to the
// first syntax error.
func locations(body []byte) (pages, more []string) {
	var reader io.Reader = bytes.NewReader(body)
	if packed, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
		reader = io.LimitReader(packed, sitemapMax)
	}
	decoder := xml.NewDecoder(reader)
	var path []string
	for {
		token, err := decoder.Token()
		if err != nil {
			return pages, more
		}
		switch t := token.(type) {
		case xml.StartElement:
			path = append(path, t.Name.Local)
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			switch text := strings.TrimSpace(string(t)); {
			case text == "":
			case strings.HasSuffix(strings.Join(path, "/"), "url/loc"):
				pages = append(pages, text)
			case strings.HasSuffix(strings.Join(path, "/"), "sitemap/loc"):
				more = append(more, text)
			}
		}
	}
}
