package charter_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"charte/internal/charter"
)

// A written row declares the same tracker, both in an existing table with its own
// columns and in a new table.
func TestAWrittenRowIsReadBack(t *testing.T) {
	t.Parallel()
	want := charter.Tracker{Name: "_id|x*", Provider: "Mesures", Service: "data.exemple.fr", Purpose: "Compter | trier", Duration: "13 mois"}
	for name, folder := range map[string]string{"into a table of its own columns": "testdata/demo", "into a new table": "../.."} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for index, purpose := range loadFolder(t, folder).Purposes {
				got := pasted(t, folder, index, want)
				kept := got.Service == want.Service || folder == "testdata/demo" && got.Service == ""
				if got.Name != want.Name || got.Provider != want.Provider || got.Purpose != want.Purpose || !kept {
					t.Errorf("%s: read back as %+v", purpose.ID, got)
				}
			}
		})
	}
}

// pasted writes the row into a copy of the charter and returns the tracker that it
// declares.
func pasted(t *testing.T, from string, index int, tracker charter.Tracker) charter.Tracker {
	t.Helper()
	loaded, folder := loadFolder(t, from), t.TempDir()
	for _, language := range loaded.Languages {
		name, c := loaded.File(language), loaded.In(language)
		text, err := os.ReadFile(filepath.Join(from, name))
		if err != nil {
			t.Fatal(err)
		}
		head, row := c.WriteRow(index, tracker)
		lines := strings.Split(string(text), "\n")
		at := c.Purposes[index].Line
		if head != "" {
			row = "\n" + head + "\n" + row + "\n"
		} else {
			at = c.Purposes[index].Trackers[0].Line - 1
		}
		lines[at-1] += "\n" + row
		id := "  - id: " + c.Purposes[index].ID
		all := strings.ReplaceAll(strings.Join(lines, "\n"), id+"\n    none_today: true", id)
		if err := os.WriteFile(filepath.Join(folder, name), []byte(all), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, got := range loadFolder(t, folder).In("fr").Purposes[index].Trackers {
		if got.Name == tracker.Name {
			return got
		}
	}
	t.Errorf("purpose %d does not declare the row", index)
	return charter.Tracker{}
}

func loadFolder(t *testing.T, folder string) *charter.Charter {
	t.Helper()
	loaded, err := charter.Load(os.DirFS(folder))
	if err != nil {
		t.Fatal(err)
	}
	return loaded
}
