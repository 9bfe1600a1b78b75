package locales_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"

	"charte/locales"
)

// A decision has one name in each language: on the receipt, in the operator's figures and
// in French CSV files; the dossier uses the French one.
func TestADecisionHasOneNameInEachLanguage(t *testing.T) {
	t.Parallel()
	var sheets struct{ Fr map[string]string }
	if _, err := toml.Decode(locales.CSV, &sheets); err != nil {
		t.Fatal(err)
	}
	for _, language := range []string{"fr", "en"} {
		texts := map[string]any{}
		for _, file := range []string{"active.", "operator-pages."} {
			if _, err := toml.DecodeFS(locales.Files, file+language+".toml", &texts); err != nil {
				t.Fatal(err)
			}
		}
		for _, decision := range []string{"custom", "seen"} {
			column, _ := texts["operator_column_"+decision].(string)
			names := []string{column, strings.TrimSuffix(texts["decision_"+decision].(string), ".")}
			if language == "fr" {
				names = append(names, sheets.Fr[decision], sheets.Fr["value_"+decision])
				if !strings.Contains(locales.Dossier, strings.ToLower(column)) {
					t.Errorf("the dossier does not use %q", column)
				}
			}
			for i := range names {
				names[i] = strings.ToLower(names[i])
			}
			if slices.Sort(names); names[0] == "" || len(slices.Compact(names)) != 1 {
				t.Errorf("%s: %s has the names %q", language, decision, names)
			}
		}
	}
}
