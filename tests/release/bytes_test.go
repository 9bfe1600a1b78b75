//go:build release

package release_test

import (
	"bytes"
	"debug/buildinfo"
	"debug/elf"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// Two builds of one commit, the second with an empty build cache.
func TestSameCommitGivesTheSameBytes(t *testing.T) {
	first, second := build(t, "1.0.0", "amd64", "arm64"), filepath.Join(t.TempDir(), "second")
	t.Setenv("REBUILD", "1")
	buildInto(t, second, "1.0.0", []string{"amd64", "arm64"})
	for _, folder := range []string{first, second} {
		check := exec.Command("sha256sum", "--check", "--strict", "SHA256SUMS")
		check.Dir = folder
		if out, err := check.CombinedOutput(); err != nil {
			t.Errorf("the checksums do not match: %v\n%s", err, out)
		}
	}
	sums := func(folder string) []byte {
		data, err := os.ReadFile(filepath.Join(folder, "SHA256SUMS"))
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if a, b := sums(first), sums(second); !bytes.Equal(a, b) || bytes.Count(a, []byte("\n")) != 8 {
		t.Errorf("first\n%s\nsecond\n%s", a, b)
	}
}

// The binary is statically linked, and the SBOM lists each of its modules.
func TestBinaryIsStaticAndItsPartsAreListed(t *testing.T) {
	folder := build(t, "1.0.0")
	path := filepath.Join(folder, "charte_1.0.0_linux_amd64")
	binary, err := elf.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer binary.Close()
	if libraries, err := binary.ImportedLibraries(); err != nil || len(libraries) > 0 || binary.Section(".interp") != nil {
		t.Errorf("the binary is not static: %v %v", libraries, err)
	}
	info, err := buildinfo.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var parts struct {
		Components []struct{ Name, Version string }
	}
	decode(t, path+".cdx.json", &parts)
	listed := map[string]string{}
	for _, c := range parts.Components {
		listed[c.Name] = c.Version
	}
	for _, module := range info.Deps {
		if listed[module.Path] != module.Version {
			t.Errorf("the list of parts has %q of %s, the binary %s", listed[module.Path], module.Path, module.Version)
		}
	}
	if len(info.Deps) == 0 {
		t.Error("the binary names no module")
	}
}
