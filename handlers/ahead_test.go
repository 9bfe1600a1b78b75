package handlers_test

import (
	"strings"
	"testing"
)

// Where nothing is set today, banner and form explain what an answer does when a cookie is
// added later (C-13, C-20).
func TestBannerAndFormExplainAnAnswerGivenInAdvance(t *testing.T) {
	t.Parallel()
	empty, tracking := newService(t, shipped), newService(t, demo)
	for path, want := range map[string]string{
		"/fr/": "même si un cookie s’ajoute",
		"/en/": "even if a cookie is added",

		"/fr/choice": "si vous acceptez, pas si vous refusez",
		"/en/choice": "asked again, with its name, if you accept; if you refuse, you are not",
	} {
		if page := empty.get(path).Body.String(); !strings.Contains(page, want) {
			t.Errorf("%s of a charter without trackers lacks %q", path, want)
		}
		if page := tracking.get(path).Body.String(); strings.Contains(page, want) {
			t.Errorf("%s of a charter with trackers has %q", path, want)
		}
	}
}
