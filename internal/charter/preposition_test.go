package charter_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// preposed matches the name after a French preposition, which an article at the start of
// the name would change: « de La Ville » would have to be « de la Ville ».
func preposed(name string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(^|[^\pL])(à|au|aux|de|du|des|d’|par|pour|chez|avec|sur|auprès)[\s\x{a0}]*` + regexp.QuoteMeta(name))
}

// The installation guide puts the operator's own name into the shipped charter: « Données
// ouvertes de Ville de Port-Lanval » would be wrong French.
func TestNoPrepositionStandsBeforeTheAuthoritysName(t *testing.T) {
	t.Parallel()
	name := shipped(t).Controller.Name
	for file, name := range map[string]string{"../../charter.md": name, "../../locales/active.fr.toml": "{{.Controller}}"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		number := 0
		for line := range strings.Lines(string(text)) {
			number++
			if found := preposed(name).FindString(line); found != "" {
				t.Errorf("%s:%d: %q", file, number, found)
			}
		}
	}
}
