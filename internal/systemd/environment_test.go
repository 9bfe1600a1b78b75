package systemd

import (
	"encoding/json"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// A case of testdata/environment.json is a file and the variables that systemd takes
// from it; the release's tests hold the same cases against a running systemd.
func TestEnvironmentIsReadAsSystemdReadsIt(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("testdata/environment.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Name, File string
		Want       map[string]string
		Ignored    []int
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		read, err := ParseEnvironment([]byte(c.File))
		have := map[string]string{}
		for _, v := range read.Variables {
			have[v.Name] = v.Value
		}
		if err != nil || !maps.Equal(have, c.Want) || !slices.Equal(read.Ignored, c.Ignored) {
			t.Errorf("%s: %q\nhave %q, ignored lines %v, %v\nwant %q, ignored lines %v", c.Name, c.File, have, read.Ignored, err, c.Want, c.Ignored)
		}
	}
}

func TestFilesThatSystemdRefusesOrVersionsReadDifferently(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"CHARTE_PORTAL=caf\xe9\n":                            "UTF-8",
		"CHARTE_PORTAL=a\x00b\n":                             "NUL",
		"# a comment \\\nCHARTE_RETENTION=9 months\n":        "line 1",
		"A=1\n; C:\\\r\nCHARTE_RETENTION=9 months\n":         "line 2",
		"A='\n'\n#\\\nCHARTE_RETENTION=9 months\n#x\\\nB=2 ": "line 3",
	} {
		if _, err := ParseEnvironment([]byte(file)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want an error with %q", file, err, want)
		}
	}
}

// The line of a variable is the one on which it begins.
func TestVariableKnowsItsLine(t *testing.T) {
	t.Parallel()
	read, err := ParseEnvironment([]byte("# settings\n\nA=1 \\\n  2\r\n B=\"x\ny\"\nC=3"))
	want := []Variable{{"A", "1   2", 3}, {"B", "x\ny", 5}, {"C", "3", 7}}
	if err != nil || !slices.Equal(read.Variables, want) {
		t.Errorf("have %v, %v, want %v", read.Variables, err, want)
	}
}

func FuzzParseEnvironment(f *testing.F) {
	f.Add([]byte("A=\"x\\\ny\" 'z'\n#\nB"))
	f.Fuzz(func(t *testing.T, data []byte) {
		read, err := ParseEnvironment(data)
		for _, v := range read.Variables {
			if err == nil && (!variableName.MatchString(v.Name) || v.Line < 1) {
				t.Errorf("%v", v)
			}
		}
	})
}
