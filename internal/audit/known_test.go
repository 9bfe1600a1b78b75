package audit

import (
	"strings"
	"testing"

	"charte/internal/check"
)

// Every entry has a source and is found by its name.
func TestTheListOfKnownTrackersIsValid(t *testing.T) {
	t.Parallel()
	tools, err := Known()
	if err != nil || len(tools) < 30 {
		t.Fatal(len(tools), err)
	}
	for _, tool := range tools {
		if tool.Source != "charter.md" && !strings.HasPrefix(tool.Source, "https://") {
			t.Errorf("%s has no source", tool.Name)
		}
		if !tool.Exempt && (tool.Kind == "" || tool.Provider == "" || len(tool.Hosts) == 0) {
			t.Errorf("%s lacks a kind, a provider or a host", tool.Name)
		}
		for _, tracker := range tool.Trackers {
			if _, readable := check.Lifetime(tracker.Lasts); tracker.Lasts != "" && (!readable || tracker.Lifetime().IsZero()) {
				t.Errorf("%v lasts %q", tracker.Names, tracker.Lasts)
			}
			if strings.ContainsAny(tracker.Purpose, `'"|`) {
				t.Errorf("%v: %q", tracker.Names, tracker.Purpose)
			}
			for _, name := range tracker.Names {
				if k, found := knownTracker(tools, literal(name), tool.home()); !found || k.name != name || k.tool.Name != tool.Name {
					t.Errorf("%s is hidden by %s of %s", name, k.name, k.tool.Name)
				}
			}
		}
	}
}

// A host matches its sub-domains, but not other names with the same ending.
func TestToolsAreRecognisedByTheirAddress(t *testing.T) {
	t.Parallel()
	tools, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://www.google-analytics.com/g/collect?v=":    "Google Analytics",
		"https://GOOGLE-ANALYTICS.com/":                    "Google Analytics",
		"https://stats.exemple.fr/piwik/piwik.php?idsite=": "Matomo",
		"https://logs1.xiti.com/hit.xiti":                  "AT Internet (XiTi)",
		"https://abcdefg.pa-cd.com/event?s=":               "Piano Analytics",
		"https://www.googletagmanager.com/gtag/js?id=":     "Google Tag Manager",
		"https://www.google.com/recaptcha/api.js?render=":  "reCAPTCHA",
		"https://www.google.com/maps/embed?pb=":            "Google Maps",
		"https://platform.twitter.com/widgets.js":          "X",
		"https://notgoogle-analytics.com/":                 "",
		"https://google-analytics.com.exemple.net/":        "",
		"https://data.exemple.fr/matomo.php/aide":          "",
		"https://%zz/": "",
		"":             "",
	} {
		got := ""
		if tool := toolAt(tools, address); tool != nil {
			got = tool.Name
		}
		if got != want {
			t.Errorf("%q is %q, want %q", address, got, want)
		}
	}
}

// A name that many sites use is a tool's only on the tool's own hosts.
func TestACommonNameBelongsToAToolOnItsOwnHostsOnly(t *testing.T) {
	t.Parallel()
	tools, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]bool{"facebook.com": true, "www.facebook.com": true, "data.exemple.fr": false, "": false} {
		if _, found := knownTracker(tools, "fr", host); found != want {
			t.Errorf("the cookie fr of %q is known: %t", host, found)
		}
	}
}

// The tools that public portals use are in the list.
func TestTheListCoversTheToolsOfPublicPortals(t *testing.T) {
	t.Parallel()
	tools, err := Known()
	if err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for _, tool := range tools {
		names[tool.Name] = true
	}
	for name := range strings.SplitSeq("Matomo,Piano Analytics,AT Internet (XiTi),Google Analytics,Google Tag Manager,Eulerian,Hotjar,Microsoft Clarity,YouTube,Vimeo,Dailymotion,"+
		"Google Maps,reCAPTCHA,hCaptcha,Cloudflare,AddToAny,Disqus,Crisp,X,Facebook,LinkedIn,tarteaucitron,Axeptio,Didomi,OneTrust,Cookiebot,Klaro,Orejime", ",") {
		if !names[name] {
			t.Errorf("%s is not in the list", name)
		}
	}
}
