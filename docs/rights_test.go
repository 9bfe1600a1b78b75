package docs_test

import (
	"os"
	"strings"
	"testing"
)

// GDPR art. 12(1), 17(3): no command erases one record, so no text that a visitor
// or an officer reads offers it, and each gives the reason.
func TestErasureIsNotPromised(t *testing.T) {
	t.Parallel()
	for file, test := range map[string]struct{ from, refusal, reason string }{
		"../charter.md":                {"{#rights}", "l’enregistrement n’est pas effacé avant la fin de la durée", "article 17, paragraphe 3, points b et e"},
		"../charter.en.md":             {"{#rights}", "the record is not erased before the end of the period", "Article 17(3)(b) and (e)"},
		"../locales/active.fr.toml":    {"receipt_how", "il n’est pas effacé avant la fin de sa durée de conservation", "prouve votre accord"},
		"../locales/active.en.toml":    {"receipt_how", "it is not erased before the end of its retention period", "proves your consent"},
		"fr/notice-confidentialite.md": {"| Effacement", "Pas avant la fin de la conservation", "art. 17, § 3, b"},
		"en/privacy-notice.md":         {"| Erasure", "Not before the retention ends", "art. 17(3)(b)"},
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		plain := strings.NewReplacer("\u00a0", " ", "\u202f", " ").Replace(string(text))
		_, part, found := strings.Cut(plain, test.from)
		if !found || !strings.Contains(part, test.refusal) || !strings.Contains(part, test.reason) {
			t.Errorf("%s: after %q there is no refusal of erasure with its reason", file, test.from)
		}
	}
}
