package static_test

import (
	"regexp"
	"strings"
	"testing"
)

// B-03: the script only ever deletes cookies. A choice that a script wrote would end
// after 7 days in Safari.
func TestScriptWritesNoChoice(t *testing.T) {
	t.Parallel()
	writes := regexp.MustCompile(`\.cookie\s*=[^=][^;\n]*;[^;\n]*`).FindAllString(read(t, "embed.js"), -1)
	if len(writes) == 0 {
		t.Error("the script deletes no cookie: has its way of writing them changed?")
	}
	for _, write := range writes {
		if !strings.Contains(write, "Max-Age=0") {
			t.Errorf("the script writes a cookie: %s", write)
		}
	}
}

// B-05, B-06, S-10: a choice must not depend on partitioned cookies, the Storage
// Access API or the advertisers' framework (TCF).
func TestScriptUsesNoForbiddenAPI(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Partitioned", "requestStorageAccess", "hasStorageAccess", "__tcfapi", "__gpp"} {
		if strings.Contains(read(t, "embed.js"), name) {
			t.Errorf("the script uses %s", name)
		}
	}
}
