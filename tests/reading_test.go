package tests

import (
	"context"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/content"

	"golang.org/x/net/html"
)

// readBefore makes the registry of a version that read the folder's charter into the
// scope in force, with another reader than today's.
func readBefore(t *testing.T, registry, folder string) {
	t.Helper()
	store, err := openStore(t.Context(), registry)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	packed, err := content.New(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	if err := store.KeepContent(t.Context(), packed); err != nil {
		t.Fatal(err)
	}
	if err := store.Note(t.Context(), consent.NoteReader, "", time.Now()); err != nil {
		t.Fatal(err)
	}
}

// C-13: a charter that an older version read into other trackers and providers asks
// nobody again while its bytes stay the same, in the banner and in the script of kit 2.
func TestANewReadingOfTheSameCharterAsksNobodyAgain(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	old := edited(t, "_ga; _ga_*", "_ga_old", "Google Ireland", "oui") // as the older version read folder
	p := start(t, "--content", old)
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	p.stop()
	readBefore(t, p.registry, folder)
	asks := func(content string) (*program, bool) {
		next := startOn(t, p.registry, "--content", content)
		visitor := next.visitor(t)
		visitor.give("cookies_preferences", v.cookie("cookies_preferences"))
		form := find(visitor.open("/fr/choice").doc, func(n *html.Node) bool { return n.Data == "form" })
		return next, form != nil
	}
	next, asked := asks(folder)
	if asked {
		t.Error("the unchanged charter asks again")
	}
	if !strings.Contains(next.log.String(), "nobody is asked again because of it") {
		t.Errorf("the log does not mention the new reading:\n%s", next.log)
	}
	listsScopeOf(t, next, v.cookie("cookies_preferences"))
	next.stop()
	for name, c := range map[string]struct {
		replace []string
		asks    bool
	}{
		"started again":             {nil, false},
		"an edit adds a tracker":    {[]string{"_ga; _ga_*", "_ga; _ga_*; _gcl_au"}, true},
		"an edit removes a tracker": {[]string{"_ga; _ga_*", "_ga"}, false},
	} {
		next, asked := asks(edited(t, c.replace...))
		if asked != c.asks {
			t.Errorf("%s: asks again: %v", name, asked)
		}
		next.stop()
	}
	verified(t, p.registry)
}

// listsScopeOf fails if /charter.json does not list the scope that a choice cites.
func listsScopeOf(t *testing.T, p *program, cookie string) {
	t.Helper()
	var d struct {
		Scopes map[string]map[string][]string
	}
	if err := json.Unmarshal([]byte(p.visitor(t).open("/charter.json").body), &d); err != nil {
		t.Fatal(err)
	}
	for id := range d.Scopes {
		if strings.Contains(cookie, "scope%22%3A%22"+id) {
			return
		}
	}
	t.Errorf("charter.json lists the scopes %v, but the choice is %s", d.Scopes, cookie)
}

// An edited charter follows the ordinary rule at an upgrade too.
func TestAnEditDuringAnUpgradeAsksAgain(t *testing.T) {
	t.Parallel()
	p := start(t, "--content", demo())
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	p.stop()
	readBefore(t, p.registry, demo())
	next := startOn(t, p.registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au")).visitor(t)
	next.give("cookies_preferences", v.cookie("cookies_preferences"))
	if find(next.open("/fr/choice").doc, func(n *html.Node) bool { return n.Data == "form" }) == nil {
		t.Error("a new tracker does not ask again")
	}
}

// verified fails if the chain of a registry is not intact.
func verified(t *testing.T, registry string) {
	t.Helper()
	store, err := openStore(t.Context(), registry)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	if _, err := consent.VerifyChain(store.Records(context.Background(), 1), consent.ChainOrigin()); err != nil {
		t.Error(err)
	}
}
