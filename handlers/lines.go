package handlers

import "strings"

// lines are the header values that many answers share, made once. They are put
// into the header as they are, so nothing may change them.
type lines struct {
	private, noStore, gzip []string // Cache-Control, Content-Encoding
	language               map[string][]string
	// guards are the headers that every answer carries, by name.
	guards []guard
	// banner, handle and foreign are the policies of pages that may be framed;
	// again is that of the banner shown as a page of its own.
	banner, handle, foreign, again []string
	// What pages and frames depend on. It is set ahead; vary would add it a name
	// at a time.
	varyPage, varyFrame, varyChoice, varySpacer []string
	svg                                         []string // type of the spacer images
}

type guard struct {
	name string // canonical
	line []string
}

func (s *service) newLines() lines {
	portals := strings.Join(s.Portals.Origins(), " ")
	framed := func(sheet frameSheet, ancestors string) []string {
		return []string{s.policy("'self' "+sheet.source, ancestors)}
	}
	l := lines{
		private: []string{"private, no-cache"}, noStore: []string{"no-store"}, gzip: []string{"gzip"},
		language: map[string][]string{},
		guards:   s.guards(),
		banner:   framed(s.assets.banner, portals), handle: framed(s.assets.handle, portals),
		foreign:    framed(s.assets.banner, "*"), // explains, wherever it is shown
		again:      framed(s.assets.banner, "'none'"),
		varyPage:   []string{"Cookie, Referer, Sec-GPC, Accept-Encoding"},
		varyFrame:  []string{"Cookie, Referer, Sec-GPC, Sec-Fetch-Dest, Sec-Fetch-Site, Sec-Fetch-Storage-Access, Accept-Encoding"},
		varyChoice: []string{"Cookie, Referer, Accept-Language, Sec-GPC, Sec-Fetch-Dest, Sec-Fetch-Site, Sec-Fetch-Storage-Access, Accept-Encoding"},
		varySpacer: []string{"Cookie, Referer, Sec-GPC, Sec-Fetch-Site, Sec-Fetch-Storage-Access"},
		svg:        []string{"image/svg+xml"},
	}
	for _, code := range s.Catalog.Languages() {
		l.language[code] = []string{code}
	}
	return l
}
