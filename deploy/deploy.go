// Package deploy contains the example files of an installation from which charte init
// writes those of an operator.
package deploy

import _ "embed"

var (
	// Settings is the file of settings, read by systemd.
	//go:embed charte.env
	Settings string
	// Nginx and Caddy are the proxies' sites, for the host [ExampleHost].
	//go:embed nginx.conf
	Nginx string
	//go:embed Caddyfile
	Caddy string
)

// ExampleHost is the host of the service in the examples.
const ExampleHost = "cookies.example.fr"
