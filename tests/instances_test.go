package tests

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// asks reports whether a page shows the form of a choice.
func asks(s screen) bool {
	return find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil
}

// C-13, C-20: while an edited charter reaches the instances one by one, a choice made
// under the newer charter is valid on an instance that still has the older one.
func TestChoiceUnderANewerCharterHoldsOnTheOlderInstance(t *testing.T) {
	t.Parallel()
	onRegistries(t, func(t *testing.T, registry string) {
		older := startOn(t, registry, "--content", demo(), "--admin", "localhost:0")
		newer := startOn(t, registry, "--content", edited(t, "_ga; _ga_*", "_ga; _ga_*; _gcl_au"))
		v := newer.visitor(t)
		v.open("/fr/choice").submit("accept")
		scope := scopeIn(t, v.cookie("cookies_preferences"))
		v.program = older
		if asks(v.open("/fr/choice")) || !strings.Contains(v.open("/fr/").body, " checked") {
			t.Error("the older instance asks again")
		}
		if body := v.open("/charter.json").body; !strings.Contains(body, scope) {
			t.Errorf("charter.json of the older instance lacks the scope %s", scope)
		}
		if _, text := ask(t, older.admin(t)+"/metrics"); !strings.Contains(text, "\ncharte_strangers_total 0\n") {
			t.Error("the metrics count the choice as one under another charter")
		}
	})
}

// scopeIn returns the scope that a cookie cites.
func scopeIn(t *testing.T, cookie string) string {
	t.Helper()
	_, after, found := strings.Cut(cookie, "scope%22%3A%22")
	if !found {
		t.Fatalf("the cookie %q cites no scope", cookie)
	}
	scope, _, _ := strings.Cut(after, "%")
	return scope
}
