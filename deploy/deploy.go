// Package deploy contains the example files of an installation from which charte init
// writes those of an operator.
package deploy

import (
	_ "embed"
	"strings"
)

var (
	// Settings is the file of settings, read by systemd.
	//go:embed charte.env
	Settings string
	// Nginx, Caddy and Apache are the proxies' sites, for the host [ExampleHost].
	//go:embed nginx.conf
	Nginx string
	//go:embed Caddyfile
	Caddy string
	//go:embed apache.conf
	Apache string
)

// ExampleHost is the host of the service in the examples.
const ExampleHost = "cookies.example.fr"

// Town adapts the settings or a proxy's site to one town of several: its registry, and
// the socket file of charte@NAME.socket in place of a port.
func Town(name, text string) string {
	socket := "/run/charte/" + name + ".sock"
	return strings.NewReplacer(
		"/var/lib/charte/charte.db", "/var/lib/charte/"+name+"/charte.db",
		"CHARTE_ADMIN=127.0.0.1:8081", "CHARTE_ADMIN=off",
		"(charte.service)", "(charte@"+name+".service)", "systemctl restart charte\n", "systemctl restart charte@"+name+".service\n",
		"chartectl ", "chartectl --site "+name+" ", "charte.socket", "charte@"+name+".socket", "charte-status.timer", "charte-status@"+name+".timer",
		"upstream charte ", "upstream charte-"+name+" ", "http://charte;", "http://charte-"+name+";", "server 127.0.0.1:8080;", "server unix:"+socket+";", // nginx
		"reverse_proxy 127.0.0.1:8080", "reverse_proxy unix/"+socket, // Caddy
		"ProxyPass / http://127.0.0.1:8080/", `ProxyPass / "unix:`+socket+`|http://localhost/"`, // Apache
	).Replace(text)
}
