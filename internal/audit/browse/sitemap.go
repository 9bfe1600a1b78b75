package browse

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"net/url"
	"strings"

	"charte/internal/audit"
)

const (
	sitemaps   = 20       // files that are read, of an index and of all it names
	sitemapMax = 10 << 20 // bytes of each, packed and unpacked
)

// sitemap adds the pages of the portal's sitemaps to the plan, as many as it takes.
func (l *run) sitemap(ctx context.Context) {
	queue := []string{l.Sitemap}
	if l.Sitemap == "auto" {
		queue = l.named(ctx)
	}
	for read := 0; len(queue) > 0 && read < sitemaps && ctx.Err() == nil; read++ {
		address := queue[0]
		body, err := l.get(ctx, address, sitemapMax)
		queue = queue[1:]
		pages, more := locations(body)
		if err == nil && len(pages)+len(more) == 0 {
			err = errors.New("no page in it")
		}
		if err != nil {
			l.plan.skipped = append(l.plan.skipped, audit.Page{
				Address: told(address), Found: true, Troubles: troubles{{ID: audit.NoSitemap, Detail: cut(err.Error())}},
			})
		}
		queue = append(queue, more...)
		for _, page := range pages {
			l.plan.add(page, l.Depth, true, func(u *url.URL) bool { return l.allowed(ctx, u) })
		}
	}
}

// named are the sitemaps that the first address's robots.txt names.
func (l *run) named(ctx context.Context) []string {
	u, err := url.Parse(l.Addresses[0])
	if err != nil {
		return nil
	}
	if asked := l.robots(ctx, u); asked != nil && len(asked.Sitemaps) > 0 {
		return asked.Sitemaps
	}
	return []string{u.Scheme + "://" + u.Host + "/sitemap.xml"}
}

// locations are the pages of a sitemap and the sitemaps of an index, as far as the
// file can be read.
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
