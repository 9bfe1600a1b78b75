package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// leastGrown is how much of its rate a service may keep at the least when it has
// more to hold.
const leastGrown = 0.9

// measureGrowth compares the service with itself, when it has more of something.
func measureGrowth(ctx context.Context, s *stand) error {
	if err := s.moreRecords(ctx); err != nil {
		return err
	}
	return s.moreContent(ctx)
}

// moreRecords compares choices in a registry with many records with choices in
// an empty one.
func (s *stand) moreRecords(ctx context.Context) error {
	full := s.file("full.db")
	fmt.Println("filling", s.rows, "rows")
	if err := fill(ctx, full, s.rows); err != nil {
		return err
	}
	grown, err := s.charte(ctx, "many records", "sqlite:"+full)
	if err != nil {
		return err
	}
	empty, err := s.charte(ctx, "no record", "sqlite:"+s.file("empty.db"))
	if err != nil {
		return err
	}
	row := newRow(fmt.Sprintf("POST refuse at %d rows", s.rows), grown.name, empty.name)
	row.reference, row.targets = empty.name, []target{{of: empty.name, least: leastGrown}}
	loads := map[*process]load{}
	for _, p := range []*process{grown, empty} {
		if loads[p], err = posts(p, "refuse"); err != nil {
			return err
		}
	}
	if err := s.rounds(ctx, row, loads, grown, empty); err != nil {
		return err
	}
	return s.endAll(grown, empty)
}

// many is how many portals and languages there are, and trackers in thousands.
const many = 10

// moreContent compares pages of a service with many portals, languages or
// trackers with those of one with few.
func (s *stand) moreContent(ctx context.Context) error {
	var portals []string
	for i := range many - 1 {
		portals = append(portals, "--portal", fmt.Sprintf("https://donnees%d.ville.example", i))
	}
	languages, err := s.content("languages", 0, "br", "cs", "da", "de", "es", "it", "nl", "pt")
	if err != nil {
		return err
	}
	trackers, err := s.content("trackers", many*1000)
	if err != nil {
		return err
	}
	few, err := s.content("few", 0)
	if err != nil {
		return err
	}
	var servers []*process
	for _, more := range []struct {
		name  string
		flags []string
	}{
		{"few of all", []string{"--content", few}}, {"10 portals", append(portals, "--content", few)},
		{"10 languages", []string{"--content", languages}}, {"10000 trackers", []string{"--content", trackers}},
	} {
		p, err := s.charte(ctx, more.name, "sqlite:"+s.file(more.name+".db"), more.flags...)
		if err != nil {
			return err
		}
		servers = append(servers, p)
	}
	framed := []string{"Accept-Encoding: gzip", "Referer: " + portalOrigin + "/explore/", "Sec-Fetch-Site: same-site", "Sec-Fetch-Dest: iframe"}
	for _, page := range []struct{ name, path string }{{"banner", "/choice?kit"}, {"spacer image", "/embed/height-wide.svg"}, {"charter", "/fr/"}} {
		if err := s.grown(ctx, page.name, load{path: page.path, headers: framed}, servers); err != nil {
			return fmt.Errorf("%s: %w", page.name, err)
		}
	}
	return s.endAll(servers...)
}

// grown measures one page of all servers; the first is what they are held
// against, per byte where it is the charter that has grown.
func (s *stand) grown(ctx context.Context, name string, l load, servers []*process) error {
	row := newRow("GET "+name+", growing", servers[0].name)
	row.reference = servers[0].name
	loads := map[*process]load{servers[0]: l}
	_, first, err := fetch(servers[0], l.path, l.headers...)
	if err != nil {
		return err
	}
	for _, p := range servers[1:] {
		loads[p] = l
		row.servers = append(row.servers, p.name)
		_, page, err := fetch(p, l.path, l.headers...)
		if err != nil {
			return err
		}
		t := target{of: servers[0].name, least: leastGrown, by: p.name}
		if name == "charter" {
			t.times = float64(len(page)) / float64(len(first))
		}
		row.targets = append(row.targets, t)
	}
	return s.rounds(ctx, row, loads, servers...)
}

// content makes a folder with the charter of the tests, in more languages and
// with more trackers.
func (s *stand) content(name string, trackers int, languages ...string) (string, error) {
	folder := s.file(name)
	if err := os.MkdirAll(filepath.Join(folder, "locales"), 0o755); err != nil {
		return "", err
	}
	texts, err := os.ReadFile("locales/active.en.toml")
	if err != nil {
		return "", err
	}
	files := map[string]string{}
	for _, file := range []string{"charter.md", "charter.en.md"} {
		text, err := os.ReadFile(filepath.Join("internal/charter/testdata/demo", file))
		if err != nil {
			return "", err
		}
		files[file] = withTrackers(string(text), trackers)
	}
	for _, code := range languages {
		files["charter."+code+".md"] = files["charter.en.md"]
		files["locales/active."+code+".toml"] = string(texts)
	}
	for file, text := range files {
		if err := os.WriteFile(filepath.Join(folder, file), []byte(text), 0o644); err != nil {
			return "", err
		}
	}
	return folder, nil
}

// withTrackers repeats the last row of the charter's last table, each time with
// another cookie's name.
func withTrackers(text string, n int) string {
	lines := strings.Split(text, "\n")
	last := len(lines) - 1
	for last > 0 && !strings.HasPrefix(lines[last], "|") {
		last--
	}
	cells := strings.Split(lines[last], "|")
	var more []string
	for i := range n {
		row := slices.Clone(cells)
		row[nameCell] = fmt.Sprintf(" cookie_%d ", i)
		more = append(more, strings.Join(row, "|"))
	}
	return strings.Join(slices.Insert(lines, last+1, more...), "\n")
}

// nameCell is where the demo charter's tables have the cookie's name.
const nameCell = 2
