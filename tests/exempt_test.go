package tests

import (
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// exemptOnly returns a copy of the demo charter with only its exempt purpose and the
// given value of nothing_to_ask.
func exemptOnly(t *testing.T, mode string) string {
	t.Helper()
	asked := regexp.MustCompile(`(?ms)^  - id: audience$.*?^---$`)
	sections := regexp.MustCompile(`(?ms)^### [^\n]*\{#(?:audience|campaigns|video)\b.*?(^## |\z)`)
	folder := edited(t, "nothing_to_ask: ask", "nothing_to_ask: "+mode)
	for _, name := range []string{"charter.md", "charter.en.md"} {
		file := filepath.Join(folder, name)
		content := asked.ReplaceAllString(read(t, file), "---")
		if name == "charter.en.md" { // its front matter is about a purpose that is removed
			_, content, _ = strings.Cut(strings.TrimPrefix(content, "---\n"), "---\n")
		}
		for sections.MatchString(content) {
			content = sections.ReplaceAllString(content, "$1")
		}
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

func TestCharterWithExemptPurposesOnlyWorksEverywhere(t *testing.T) {
	t.Parallel()
	for _, mode := range []string{"ask", "notice", "none"} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			folder := exemptOnly(t, mode)
			for _, kit := range []string{"1", "2", "3"} {
				out, _, err := print(t, "--content", folder, "--kit", kit)
				if err != nil || !strings.Contains(out, "cookies.ville.example") || strings.Contains(out, "data-purpose") {
					t.Errorf("kit %s: %v\n%s", kit, err, out)
				}
			}
			p := start(t, "--content", folder, "--admin", "localhost:0")
			for _, path := range []string{"/fr/", "/fr/choice", "/fr/choice?kit"} {
				if s := p.visitor(t).open(path); find(s.doc, func(n *html.Node) bool { return n.Data == "form" }) != nil {
					t.Errorf("%s: asks, and nothing needs consent", path)
				}
			}
			for _, path := range []string{"/fr/", "/en/", "/fr/choice", "/choice?kit", "/fr/receipt", "/fr/accessibility", "/charter.json",
				"/embed.js", "/embed/width.svg", "/embed/height-320.svg"} {
				if got := p.visitor(t).open(path); got.status != http.StatusOK {
					t.Errorf("%s: %d", path, got.status)
				}
			}
			for _, path := range []string{"/fr/", "/fr/versions", "/fr/health", "/fr/kits", "/en/kits", "/fr/test", "/metrics",
				"/fr/figures/purposes.csv", "/fr/figures/scopes.csv"} {
				if status, body := ask(t, p.admin(t)+path); status != http.StatusOK {
					t.Errorf("the operator's %s: %d %s", path, status, body)
				}
			}
			if log := p.log.String(); strings.Contains(log, "panic") {
				t.Error(log)
			}
		})
	}
}
