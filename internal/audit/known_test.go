package audit

import (
	"strings"
	"testing"
)

// Every entry has a source and is found by its name.
func TestTheListOfKnownTrackersIsValid(t *testing.T) {
	t.Parallel()
	tools, err := readKnown()
	if err != nil || len(tools) < 6 {
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
			if strings.ContainsAny(tracker.Purpose, `'"|`) {
				t.Errorf("%v: %q", tracker.Names, tracker.Purpose)
			}
			for _, name := range tracker.Names {
				if k, found := knownTracker(tools, literal(name)); !found || k.name != name || k.tool.Name != tool.Name {
					t.Errorf("%s is hidden by %s of %s", name, k.name, k.tool.Name)
				}
			}
		}
	}
}

// A host matches its sub-domains, but not other names with the same ending.
func TestToolsAreRecognisedByTheirAddress(t *testing.T) {
	t.Parallel()
	tools, err := readKnown()
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]string{
		"https://www.google-analytics.com/g/collect?v=":    "Google Analytics",
		"https://GOOGLE-ANALYTICS.com/":                    "Google Analytics",
		"https://stats.exemple.fr/piwik/piwik.php?idsite=": "Matomo",
		"https://logs1.xiti.com/hit.xiti":                  "AT Internet (XiTi)",
		"https://abcdefg.pa-cd.com/event?s=":               "Piano Analytics",
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
