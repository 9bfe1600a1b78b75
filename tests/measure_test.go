package tests

import (
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/kit"
)

func measured(t *testing.T, folder string) kit.Sizes {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, kit.SizesFile))
	if err != nil {
		t.Fatal(err)
	}
	sizes, err := kit.ReadSizes(content)
	if err != nil {
		t.Fatal(err)
	}
	return sizes
}

// sizeFindings returns the rules about sizes for which check has findings.
func sizeFindings(t *testing.T, folder string) string {
	t.Helper()
	report, _ := checkJSON(t, "--content", folder)
	var rules []string
	for _, f := range report.Findings {
		if strings.HasPrefix(f.Rule, "heights-") {
			rules = append(rules, f.Rule)
		}
	}
	return strings.Join(rules, " ")
}

// check finds built-in sizes of another charter, accepts measured ones, and finds
// them outdated after the text has grown. e2e/kit-sizes.test.mjs tests in three browsers
// that the banner fits.
func TestMeasuredSizesAreServedAndOutdatedOnesReported(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a browser")
	}
	t.Parallel()
	folder := edited(t)
	if rules := sizeFindings(t, folder); rules != "heights-default" {
		t.Errorf("another charter in the built-in sizes: check reports %q", rules)
	}
	kit, log, err := print(t, "--measure", "--content", folder)
	if err != nil || !strings.Contains(log, "from 320 px: ") || !strings.Contains(kit, "/embed/height-320\"") {
		t.Fatalf("%v: %s%s", err, log, kit)
	}
	if rules := sizeFindings(t, folder); rules != "" {
		t.Errorf("just measured: check reports %q", rules)
	}
	before := measured(t, folder)
	write(t, filepath.Join(folder, "locales", "active.fr.toml"), `banner_withdraw = "`+strings.Repeat("Refuser ne vous prive de rien. ", 12)+"\"\n")
	if rules := sizeFindings(t, folder); rules != "heights-stale" {
		t.Errorf("longer than measured: check reports %q", rules)
	}
	if _, _, err := print(t, "--measure", "--content", folder); err != nil {
		t.Fatal(err)
	}
	after := measured(t, folder)
	if rules := sizeFindings(t, folder); rules != "" || after.Heights[320] < before.Heights[320]+20 || after.Shown == before.Shown {
		t.Errorf("measured again: check reports %q, %v after %v", rules, after, before)
	}
	var served struct {
		Heights [][2]int
		Handle  [2]int
	}
	body := start(t, "--content", folder).visitor(t).open("/charter.json").body
	if err := json.Unmarshal([]byte(body), &served); err != nil {
		t.Fatal(err)
	}
	if served.Handle != after.Handle || len(served.Heights) != len(after.Heights) || served.Heights[0] != [2]int{320, after.Heights[320]} {
		t.Errorf("served %+v, measured %+v", served, after)
	}
}

func TestMeasuringReportsWhatIsMissing(t *testing.T) {
	t.Parallel()
	if err := run(t.Context(), []string{"embed", "--measure"}, nil, io.Discard, io.Discard); err == nil || !strings.Contains(err.Error(), "--measure needs --content") {
		t.Errorf("without a folder: %v", err)
	}
	if _, _, err := print(t, "--measure", "--content", edited(t), "--browser", "/no/such/browser"); err == nil || !strings.Contains(err.Error(), "/no/such/browser") {
		t.Errorf("with a missing browser: %v", err)
	}
	alone := exec.Command(os.Args[0], "embed", "--measure", "--content", edited(t))
	alone.Env = []string{childProgram + "=1", "PATH=/no/such/folder"}
	if out, err := alone.CombinedOutput(); err == nil || !strings.Contains(string(out), "apt-get install chromium") || strings.Count(string(out), "\n") > 1 {
		t.Errorf("without a browser: %v, %s", err, out)
	}
}

func TestInvalidSizesStopTheStart(t *testing.T) {
	t.Parallel()
	folder := edited(t)
	write(t, filepath.Join(folder, kit.SizesFile), `{"heights": {"320": "tall"}}`)
	report, err := checkJSON(t, "--content", folder)
	if err == nil || !report.has("content", kit.SizesFile, 0) {
		t.Errorf("%v, %+v", err, report.Findings)
	}
}
