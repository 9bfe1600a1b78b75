package tests

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the kits anew; read the difference before committing it")

func print(t *testing.T, args ...string) (out, log string, err error) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	args = append([]string{"embed", "--base-url", "https://cookies.ville.example", "--portal", "https://donnees.ville.example", "--content", demo()}, args...)
	err = run(t.Context(), args, nil, &stdout, &stderr)
	return stdout.String(), stderr.String(), err
}

// integrity matches the hash of the script, which the golden files leave out.
var integrity = regexp.MustCompile(`sha384-[A-Za-z0-9+/]{64}`)

func TestKitsMatchTheGoldenFiles(t *testing.T) {
	t.Parallel()
	for name, args := range map[string][]string{
		"kit1":         {"--kit", "1"},
		"kit1-classes": {"--kit", "1", "--classes", "--footer"},
		"kit1-footer":  {"--kit", "1", "--footer"},
		"kit2":         {"--kit", "2"},
		"kit3":         {"--kit", "3"},
		"kit4-nginx":   {"--kit", "4", "--base-url", "https://donnees.ville.example/charte"},
		"kit4-varnish": {"--kit", "4", "--proxy", "varnish", "--cookie-name", "choix.ville", "--base-url", "https://donnees.ville.example/charte"},
	} {
		for _, language := range []string{"fr", "en"} {
			got, log, err := print(t, append(args, "--lang", language)...)
			if err != nil || log != "" {
				t.Errorf("%s: %v, %s", name, err, log)
			}
			got = integrity.ReplaceAllString(got, "INTEGRITY")
			file := filepath.Join("testdata", name+"."+language+".html")
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file)
			if err != nil || got != string(want) {
				t.Errorf("%s differs (go test ./tests -update rewrites it): %v\n%s", file, err, got)
			}
		}
	}
}

// The fragment is same-origin: its form would be refused on another host.
func TestKit4NeedsAPathOfAPortalsHost(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"https://cookies.ville.example", "https://donnees.ville.example", "https://cookies.ville.example/charte"} {
		if _, _, err := print(t, "--kit", "4", "--base-url", address); err == nil || !strings.Contains(err.Error(), "must be a path of a portal's own host") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestKitForAnUnknownLanguageListsTheKnownOnes(t *testing.T) {
	t.Parallel()
	if _, _, err := print(t, "--lang", "br"); err == nil || !strings.Contains(err.Error(), `--lang "br": the charter has fr, en`) {
		t.Errorf("got %v", err)
	}
}

// B-04: charte embed warns before anything is pasted.
func TestKitForAPortalOfAnotherSiteWarns(t *testing.T) {
	t.Parallel()
	_, log, err := print(t, "--portal", "https://ville.opendatasoft.com")
	if err != nil || !strings.Contains(log, "https://ville.opendatasoft.com is not of the same site as cookies.ville.example") {
		t.Errorf("%v, %q", err, log)
	}
}
