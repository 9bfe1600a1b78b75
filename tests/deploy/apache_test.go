package deploy_test

import (
	"strings"
	"testing"
)

// apacheModules are those that Debian's apache2 loads and the snippet's own.
var apacheModules = []string{"mpm_event", "authz_core", "ssl", "http2", "headers", "proxy", "proxy_http", "rewrite"}

// apacheSite returns the published snippet, changed only in ports and certificate.
func apacheSite(t *testing.T, p proxy, cert, key string) string {
	t.Helper()
	return rewrite(t, "apache.conf", "<VirtualHost *:80>", "<VirtualHost "+p.plain+">", "<VirtualHost *:443>", "<VirtualHost "+p.https+">", "127.0.0.1:8080", p.program,
		"/etc/letsencrypt/live/"+host+"/fullchain.pem", cert, "/etc/letsencrypt/live/"+host+"/privkey.pem", key)
}

// startApache starts Apache with a site on the proxy's addresses, and returns when it
// accepts connections.
func startApache(t *testing.T, folder string, p proxy, site string, modules ...string) {
	t.Helper()
	var b strings.Builder
	for _, name := range append(modules, apacheModules...) {
		b.WriteString("LoadModule " + name + "_module /usr/lib/apache2/modules/mod_" + name + ".so\n")
	}
	b.WriteString("Listen " + p.plain + "\nListen " + p.https + "\nUser www-data\nGroup www-data\nServerName " + host + "\nDefaultRuntimeDir " + folder + "\nPidFile " + folder + "/pid\nErrorLog " + folder + "/error.log\n")
	config := write(t, folder, "apache.conf", b.String()+site)
	run(t, []string{p.plain, p.https}, "/usr/sbin/apache2", "-d", folder, "-f", config, "-D", "FOREGROUND")
}
