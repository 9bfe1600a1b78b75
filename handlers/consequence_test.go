package handlers_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"charte/internal/charter"
)

// nothingMissing makes the demo charter name nothing that a refusal removes.
func nothingMissing(c *setup) {
	set, _ := charter.Load(os.DirFS(demo)) // newService loaded it without error
	set.In("fr").Purposes[3].Without = ""
	set.In("en").Purposes[3].Without = ""
	c.Charter = set
}

func TestBannerNamesWhatIsMissingAfterARefusal(t *testing.T) { // C-10
	t.Parallel()
	plain, named := newService(t, demo, nothingMissing), newService(t, demo)
	for path, want := range map[string]string{
		"/fr/choice": "Si vous refusez, vous pouvez utiliser le site, mais sans les vidéos. Votre choix vaut six mois",
		"/fr/":       "Si vous refusez, vous pouvez utiliser le site, mais sans les vidéos. Votre choix vaut six mois",
		"/en/choice": "If you refuse, you can use the site, but without the videos. Your choice lasts six months",
		"/en/":       "If you refuse, you can use the site, but without the videos. Your choice lasts six months",
	} {
		if got := named.get(path).Body.String(); !strings.Contains(got, want) {
			t.Errorf("%s does not have %q", path, want)
		}
		// Nothing is known to be missing, and a portal may still show less.
		unknown := strings.NewReplacer("vous pouvez utiliser le site, mais sans les vidéos", "vous pouvez continuer à utiliser le site",
			"you can use the site, but without the videos", "you can still use the site").Replace(want)
		if got := plain.get(path).Body.String(); !strings.Contains(got, unknown) {
			t.Errorf("%s does not have %q", path, unknown)
		}
	}
	if !strings.Contains(named.get("/charter.json").Body.String(), `"without": "les vidéos"`) {
		t.Error("/charter.json does not have the words")
	}
}

// These words are part of the text version but not of the scope, so a change of them
// does not ask visitors again (C-13).
func TestNamingWhatIsMissingDoesNotAskAgain(t *testing.T) {
	t.Parallel()
	before, after := newService(t, demo, nothingMissing), newService(t, demo)
	text := before.text("/fr/choice")
	if text == after.text("/fr/choice") {
		t.Error("the text version is the same")
	}
	w := before.post("/fr/choice", url.Values{"decision": {"accept"}, "text": {text}})
	if page := after.get("/fr/choice", "Cookie", holding(w)); strings.Contains(page.Body.String(), "<form") {
		t.Error("a visitor who has accepted is asked again")
	}
}
