package kit

import (
	"html"

	"charte/internal/portal"
)

// Portal is what the kits depend on.
type Portal struct {
	// Service is the address of the consent service.
	Service portal.Base
	// Listen is the address on which the service listens, for the proxy of kit 4.
	Listen string
	// Title is the frame's title, Skip the text of the skip link to the frame, Link that
	// of the link to the charter, all in the portal's language.
	Title, Skip, Link string
	// Windows are the window widths, in increasing pixels, from which the banner's
	// height changes; Heights are those heights.
	Windows, Heights []int
	// Purpose is the id of a purpose that needs consent, for the example of gated
	// content; empty if the charter has exempt purposes only.
	Purpose string
	// Integrity is the script's hash, in the form of an integrity attribute.
	Integrity string
	// Cookie is the name of the choice's cookie.
	Cookie string
}

// Place is where in the portal a part belongs. Its value is the key of the text that
// describes the place.
type Place string

// The places.
const (
	Body       Place = "embed_body"
	SkipLinks  Place = "embed_skip_links"
	Stylesheet Place = "embed_stylesheet"
	Footer     Place = "embed_footer"
	Head       Place = "embed_head"
	Pinned     Place = "embed_pinned"
	Gated      Place = "embed_gated"

	NginxHTTP   Place = "embed_nginx_http"
	NginxServer Place = "embed_nginx_server"
	NginxPages  Place = "embed_nginx_pages"
	VarnishVCL  Place = "embed_varnish"
	Included    Place = "embed_included"
)

// Part is one piece to paste.
type Part struct {
	Place Place
	Code  string
}

// Script returns kit 2, for portals that allow a script. The part with an integrity
// hash replaces the plain one in a portal that must run only a reviewed version.
func (p Portal) Script() []Part {
	source := `<script src="` + html.EscapeString(p.Service.URL("/embed.js")) + `"`
	parts := []Part{
		{Head, source + " async></script>\n"},
		{Pinned, source + ` integrity="` + p.Integrity + `" crossorigin="anonymous" async></script>` + "\n"},
	}
	if p.Purpose == "" {
		return parts
	}
	return append(parts, Part{Gated, `<script type="text/plain" data-purpose="` + p.Purpose + `" src="https://…"></script>` + "\n" +
		`<iframe data-src="https://…" data-purpose="` + p.Purpose + `" title="…"></iframe>` + "\n"})
}

// Anchor returns kit 3: a link. Its Referer is the return address. Below a path it leads
// to the form of choices, by which an audit finds the service on the portal's host.
func (p Portal) Anchor() []Part {
	address := p.Service.URL("/")
	if p.Service.Path() != "" {
		address += "#choices"
	}
	return []Part{{Footer, `<a href="` + html.EscapeString(address) + `" referrerpolicy="no-referrer-when-downgrade">` +
		html.EscapeString(p.Link) + "</a>\n"}}
}
