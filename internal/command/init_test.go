package command

import (
	"path/filepath"
	"testing"
)

// Settings and site go beside the content folder, also if it is the working directory,
// and those of two towns do not meet.
func TestSettingsAndSiteAreBesideTheFolder(t *testing.T) {
	t.Parallel()
	for dir, want := range map[string]string{".": "..", "..": "../..", "content": ".", "content/": ".", "/etc/charte/content": "/etc/charte", "/": "/"} {
		at := (&initCommand{Dir: dir, Proxy: "nginx"}).places()
		if filepath.Dir(at.Settings) != want || at.Site != filepath.Join(want, "nginx.conf") {
			t.Errorf("%s: %s and %s, want them in %s", dir, at.Settings, at.Site, want)
		}
	}
	if at := (&initCommand{Dir: "/etc/charte/lamballe", Proxy: "caddy", Town: "lamballe"}).places(); at.Site != "/etc/charte/lamballe-Caddyfile" {
		t.Error(at.Site)
	}
}
