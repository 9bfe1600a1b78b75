package kit

import (
	_ "embed" // for the configurations
	"net"
	"regexp"
	"slices"
	"strings"

	"charte/internal/message"
)

// The proxies that [Portal.Include] configures.
const (
	Nginx   = "nginx"
	Varnish = "varnish"
)

//go:embed nginx-http.conf
var nginxHTTP string

//go:embed nginx-server.conf
var nginxServer string

//go:embed nginx-pages.conf
var nginxPages string

//go:embed varnish.vcl
var varnishVCL string

// CanInclude reports whether kit 4 is possible: the service is on a path of the host of
// one of the portals, given by their origins.
func (p Portal) CanInclude(portals []string) bool {
	return p.Service.Path() != "" && slices.Contains(portals, p.Service.Origin())
}

// Include returns kit 4, for portals whose own proxy can include a fragment into a page:
// the proxy's configuration, then the line in the page. lang is the language of the
// pages; empty: the browser's. The comments of the configuration are in the language of
// words.
func (p Portal) Include(proxy, lang string, words message.Words) []Part {
	host, port, _ := net.SplitHostPort(p.Listen)
	if host == "localhost" || host == "" {
		host = "127.0.0.1"
	}
	values := strings.NewReplacer("PATH", p.Service.Path(), "LISTEN", net.JoinHostPort(host, port), "HOST", host, "PORT", port, "COOKIE", regexp.QuoteMeta(p.Cookie))
	fill := func(configuration string) string { return values.Replace(words.Comments(configuration)) }
	part := p.Service.At("/part")
	if lang != "" {
		part = p.Service.At("/" + lang + "/part")
	}
	if proxy == Varnish {
		return []Part{{VarnishVCL, fill(varnishVCL)}, {Included, `<esi:include src="` + part + `"/>` + "\n"}}
	}
	return []Part{
		{NginxHTTP, fill(nginxHTTP)}, {NginxServer, fill(nginxServer)}, {NginxPages, fill(nginxPages)},
		{Included, `<!--# include virtual="` + part + `" -->` + "\n"},
	}
}

// Comment returns the texts around an explanation in the language of a part.
func (p Place) Comment() (opening, closing string) {
	switch p {
	case Stylesheet:
		return "/* ", " */"
	case NginxHTTP, NginxServer, NginxPages, VarnishVCL:
		return "# ", ""
	}
	return "<!-- ", " -->"
}
