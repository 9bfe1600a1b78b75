package tests

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// layers is the import order of ARCHITECTURE.md: a package may import only packages of
// earlier layers.
var layers = [][]string{
	{"charte/internal/message"},
	{"charte/internal/consent", "charte/internal/trouble", "charte/internal/cache", "charte/internal/durable", "charte/internal/middleware", "charte/internal/wire", "charte/internal/chromium", "charte/internal/portal", "charte/internal/systemd", "charte/deploy", "charte/docs", "charte/locales", "charte/static"},
	{"charte/internal/csv", "charte/internal/i18n", "charte/internal/charter", "charte/internal/theme", "charte/internal/kit", "charte/internal/dpv", "charte/internal/textdiff", "charte/internal/placement"},
	{"charte/internal/check", "charte/internal/content"},
	{"charte/internal/store", "charte/internal/consent/consenttest", "charte/internal/proof", "charte/internal/spool", "charte/internal/metrics", "charte/internal/stats", "charte/internal/audit"},
	{"charte/internal/setup", "charte/internal/store/sqlite", "charte/internal/store/postgres", "charte/internal/store/postgres/pgtest", "charte/internal/audit/browse", "charte/internal/audit/audittest"},
	{"charte/views"},
	{"charte/internal/pages"},
	{"charte/handlers", "charte/handlers/operator"},
	{"charte/internal/command"},
	{"charte"},
}

// around contains the folders outside the program: tools and tests.
var around = []string{"charte/bench", "charte/e2e", "charte/tests", "charte/tools"}

// never lists imports that a package must not have, whatever its layer.
var never = map[string][]string{
	"charte/views":             {"net/http", "database/sql", "charte/internal/store/sqlite", "charte/internal/store/postgres", "charte/internal/store"},
	"charte/handlers":          {"charte/internal/setup", "charte/internal/store/sqlite", "charte/internal/store/postgres", "charte/internal/store", "database/sql"},
	"charte/handlers/operator": {"charte/internal/setup", "charte/internal/store/sqlite", "charte/internal/store/postgres", "charte/internal/store", "database/sql"},
	"charte/internal/audit":    {"net/http", "os"},
	"charte/internal/charter":  {"net/http"},
	"charte/internal/check":    {"net/http", "os"},
	"charte/internal/kit":      {"net/http"},
	"charte/internal/proof":    {"net/http", "database/sql"},
	"charte/internal/spool":    {"net/http"},
}

func TestImportsGoOneWay(t *testing.T) {
	t.Parallel()
	list := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	list.Dir = ".."
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	decoder := json.NewDecoder(bytes.NewReader(out))
	for {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatal(err)
		}
		checkImports(t, p.ImportPath, p.Imports)
	}
}

func checkImports(t *testing.T, path string, imports []string) {
	t.Helper()
	if slices.ContainsFunc(around, func(folder string) bool { return strings.HasPrefix(path, folder) }) {
		return
	}
	own := layerOf(path)
	if own < 0 {
		t.Errorf("%s has no layer: add it to layers", path)
	}
	for _, imported := range imports {
		if strings.HasPrefix(imported, "charte") && layerOf(imported) >= own {
			t.Errorf("%s imports %s, which is not in an earlier layer", path, imported)
		}
		if slices.Contains(never[path], imported) {
			t.Errorf("%s must not import %s", path, imported)
		}
		if path == "charte/internal/consent" && strings.Contains(imported, ".") {
			t.Errorf("%s imports %s: the domain may import the standard library only", path, imported)
		}
	}
}

func layerOf(path string) int {
	return slices.IndexFunc(layers, func(layer []string) bool { return slices.Contains(layer, path) })
}
