//go:build soak

package tests

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// P-02: two releases with different styles share one registry, and each replays what
// the other served, byte for byte.
func TestTwoProgramsThatLookDifferentReplayEachOther(t *testing.T) {
	t.Parallel()
	sheet, err := filepath.Abs(filepath.Join("..", "static", "charte.css"))
	if err != nil {
		t.Fatal(err)
	}
	programs := []string{built(t, sheet, read(t, sheet)), built(t, sheet, read(t, sheet)+"\nbody{outline:1px solid}\n")}
	registry := sqliteFile(t)
	var styles []string
	for _, path := range programs {
		p := &program{}
		c := exec.Command(path, "--listen", "localhost:0", "--admin", "off", "--registry", registry, "--content", demo())
		out, err := c.StdoutPipe()
		if err == nil {
			err = c.Start()
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Process.Kill() })
		line, err := bufio.NewReader(out).ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		p.base = strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "Charte serves "), "/")
		v := p.visitor(t)
		page := v.open("/fr/")
		_, after, _ := strings.Cut(page.body, `rel="stylesheet" href="`)
		address, _, _ := strings.Cut(after, `"`)
		styles = append(styles, v.open(address).body)
		page.submit("accept")
		c.Process.Signal(os.Interrupt)
		c.Wait()
	}
	if styles[0] == styles[1] {
		t.Fatal("both programs look the same")
	}
	for i, row := range []string{"1", "2"} {
		out := t.TempDir()
		other := programs[1-i]
		if printed, err := exec.Command(other, "replay", "--registry", registry, "--row", row, "--out", out).CombinedOutput(); err != nil {
			t.Fatalf("%v: %s", err, printed)
		}
		found, err := filepath.Glob(filepath.Join(out, "*.css"))
		if err != nil || len(found) != 1 || read(t, found[0]) != styles[i] {
			t.Errorf("row %s: the style is not what was served, %v", row, err)
		}
	}
}

// built compiles the program with another style sheet.
func built(t *testing.T, sheet, content string) string {
	t.Helper()
	folder := t.TempDir()
	changed, list, path := filepath.Join(folder, "changed.css"), filepath.Join(folder, "overlay.json"), filepath.Join(folder, "charte")
	write(t, changed, content)
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {sheet: changed}})
	if err != nil {
		t.Fatal(err)
	}
	write(t, list, string(replace))
	if out, err := exec.Command("go", "build", "-overlay", list, "-o", path, "..").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return path
}
