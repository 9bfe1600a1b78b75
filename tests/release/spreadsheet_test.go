//go:build release

package release_test

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"charte/internal/csv"
)

// LibreOffice, in a French locale, reads the French CSV as columns, numbers and accents:
// written again as a sheet with formulas, its numbers are numbers.
func TestLibreOfficeReadsTheFrenchCSV(t *testing.T) {
	soffice, err := exec.LookPath("soffice")
	if err != nil {
		t.Fatalf("%v; tools/release-test.sh installs it", err)
	}
	folder := t.TempDir()
	format, err := csv.In("fr")
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Create(filepath.Join(folder, "figures.csv"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(
		format.WriteHead(file, []string{"days", "accept", "accept_rate", "receipt"}),
		format.WriteRow(file, []string{"2026-11-23", "3", format.Rate(3, 8), "=1+1"}),
		format.WriteRow(file, []string{"2026-11-24", "5", format.Rate(5, 8), "é"}),
		file.Close(),
	); err != nil {
		t.Fatal(err)
	}
	// Semicolon, double quotes, UTF-8, from line 1, French; then commas for the result.
	convert := exec.CommandContext(t.Context(), soffice, "-env:UserInstallation=file://"+filepath.Join(folder, "profile"), "--headless",
		"--infilter=CSV:59,34,76,1,,1036,false,true", "--convert-to", "fods", "--outdir", folder, file.Name())
	if out, err := convert.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	sheet, err := os.ReadFile(filepath.Join(folder, "figures.fods"))
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`office:value="37.5"`, `office:value="62.5"`, `office:value="3"`, "<text:p>tout accepter (%)</text:p>", "<text:p>&apos;=1+1</text:p>", "<text:p>é</text:p>"} {
		if !bytes.Contains(sheet, []byte(want)) {
			t.Errorf("the sheet lacks %s", want)
		}
	}
	if bytes.Contains(sheet, []byte("table:formula")) {
		t.Error("a cell became a formula")
	}
}
