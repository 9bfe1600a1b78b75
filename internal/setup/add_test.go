package setup_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charte/internal/charter"
	"charte/internal/setup"
)

// Every tool can be added to a new charter, to the built-in one and to one with other
// columns and headings. All existing text remains, byte for byte; a second attempt changes
// nothing and names the line.
func TestAddingAToolChangesNothingElse(t *testing.T) {
	t.Parallel()
	tools, err := setup.Names()
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range []string{"new", "../..", "../charter/testdata/ordinary"} {
		for _, tool := range append(tools, "matomo:exempt") {
			t.Run(filepath.Base(from)+"/"+tool, func(t *testing.T) {
				t.Parallel()
				folder := folderOf(t, from)
				use, err := setup.Find(tool)
				if err != nil {
					t.Fatal(err)
				}
				before := read(t, folder)
				places, err := setup.Add(folder, use)
				if err != nil && strings.Contains(err.Error(), "already declares") {
					return // the folder had it from the beginning
				}
				if err != nil || len(places) != len(before) {
					t.Fatal(places, err)
				}
				after := read(t, folder)
				for name, text := range before {
					checkKept(t, name, text, after[name])
				}
				if c, err := charter.Load(os.DirFS(folder)); err != nil {
					t.Error(err)
				} else {
					checkComplete(t, c, use)
				}
				if _, err := setup.Add(folder, use); err == nil || !strings.Contains(err.Error(), "charter.md:") || !strings.Contains(err.Error(), "already declares") {
					t.Errorf("the second time: %v", err)
				}
				for name, text := range read(t, folder) {
					if text != after[name] {
						t.Errorf("the second time changed %s", name)
					}
				}
			})
		}
	}
}

// folderOf returns a folder with the charters of another, or with new ones.
func folderOf(t *testing.T, from string) string {
	t.Helper()
	folder := t.TempDir()
	if from == "new" {
		files, err := answers(t, "Régie #1", "").Files(setup.Places{Content: folder}, os.DirFS("../.."), nil)
		if err != nil {
			t.Fatal(err)
		}
		if err := setup.Write(files); err != nil {
			t.Fatal(err)
		}
		return folder
	}
	for name, text := range read(t, from) {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// read returns the charters of a folder.
func read(t *testing.T, folder string) map[string]string {
	t.Helper()
	names, err := fs.Glob(os.DirFS(folder), "charter*.md")
	if err != nil || len(names) == 0 {
		t.Fatal(names, err)
	}
	texts := map[string]string{}
	for _, name := range names {
		text, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}

// checkKept fails unless every former line is there in the former order, except
// none_today and platform_keys of the purpose.
func checkKept(t *testing.T, name, before, after string) {
	t.Helper()
	rest := slices.Collect(strings.Lines(after))
	for line := range strings.Lines(before) {
		if strings.Contains(line, "none_today:") || strings.Contains(line, "platform_keys:") {
			continue
		}
		i := slices.Index(rest, line)
		if i < 0 {
			t.Fatalf("%s lost %q", name, line)
		}
		rest = rest[i+1:]
	}
}

// checkComplete fails unless the tool's rows have a provider, a purpose and a duration in
// every language.
func checkComplete(t *testing.T, c *charter.Charter, use setup.Use) {
	t.Helper()
	for _, code := range c.Languages {
		rows := 0
		for _, p := range c.In(code).Purposes {
			for _, row := range p.Trackers {
				if row.Provider == "" || row.Purpose == "" || row.Duration == "" {
					t.Errorf("%s: the row of %q is not complete: %+v", c.File(code), row.Name, row)
				}
				if use.Provider == "" || row.Provider == use.Provider {
					rows++
				}
			}
		}
		if rows == 0 {
			t.Errorf("%s has no row of %s", c.File(code), use.Name)
		}
	}
}

// Line endings, a byte order mark, a last line without an end and the permissions of the
// file stay as they are.
func TestAddingAToolKeepsTheFormOfTheFile(t *testing.T) {
	t.Parallel()
	folder := folderOf(t, "../charter/testdata/ordinary")
	path := filepath.Join(folder, "charter.md")
	text := "\ufeff" + strings.ReplaceAll(strings.TrimSpace(read(t, folder)["charter.md"]), "\n", "\r\n")
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	use, err := setup.Find("vimeo")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := setup.Add(folder, use); err != nil {
		t.Fatal(err)
	}
	after := read(t, folder)["charter.md"]
	checkKept(t, "charter.md", text[:strings.LastIndex(text, "\r\n")], after)
	if bare := strings.Count(after, "\n") - strings.Count(after, "\r\n"); bare != 0 || !strings.HasPrefix(after, "\ufeff---\r\n") {
		t.Errorf("%d lines do not end as the others do", bare)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// A charter that has a fault, or a form that additions do not fit into, is not changed.
func TestAToolIsNotAddedToACharterThatItDoesNotFit(t *testing.T) {
	t.Parallel()
	use, err := setup.Find("vimeo")
	if err != nil {
		t.Fatal(err)
	}
	original := read(t, "../charter/testdata/ordinary")["charter.md"]
	head, rest, _ := strings.Cut(original, "purposes:\n")
	_, body, _ := strings.Cut(rest, "---\n")
	for what, text := range map[string]string{
		"correct the charter first": strings.Replace(original, "platform:", "#", 1),
		"not written one to a line": head + "purposes: [{id: necessary, exempt: true}, {id: audience, exempt: true}, {id: maps, without: les cartes}]\n---\n" + body,
	} {
		folder := folderOf(t, "../charter/testdata/ordinary")
		path := filepath.Join(folder, "charter.md")
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := setup.Add(folder, use); err == nil || !strings.Contains(err.Error(), what) {
			t.Errorf("want %q, got %v", what, err)
		}
		if read(t, folder)["charter.md"] != text {
			t.Errorf("%s: the file changed", what)
		}
	}
}
