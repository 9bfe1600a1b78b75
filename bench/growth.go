package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// leastGrown is the share of its rate that the service must still reach with more
// records or more content.
const leastGrown = 0.9

// measureGrowth compares the service with itself on more records and more content.
func measureGrowth(ctx context.Context, s *suite) error {
	if err := s.moreRecords(ctx); err != nil {
		return err
	}
	return s.moreContent(ctx)
}

// moreRecords compares POST rates on a registry with many records and on an empty one.
func (s *suite) moreRecords(ctx context.Context) error {
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

// many is the number of portals and of languages, and the number of trackers in thousands.
const many = 10

// moreContent compares the pages of a service with many portals, languages or
// trackers with those of a service with few.
func (s *suite) moreContent(ctx context.Context) error {
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
	for _, page := range []struct{ name, path string }{{"banner", "/choice?kit"}, {"spacer image", "/embed/height-641"}, {"charter", "/fr/"}} {
		if err := s.grown(ctx, page.name, load{path: page.path, headers: framed}, servers); err != nil {
			return fmt.Errorf("%s: %w", page.name, err)
		}
	}
	return s.endAll(servers...)
}

// grown measures one page on all servers and compares each with the first. For the
// charter, which is longer where there is more content, it compares bytes per second.
func (s *suite) grown(ctx context.Context, name string, l load, servers []*process) error {
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

// content creates a content folder from the charter of the tests, with more languages
// and more trackers.
func (s *suite) content(name string, trackers int, languages ...string) (string, error) {
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

// withTrackers repeats the last row of the last table n times, each with another
// cookie name.
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

// nameCell is the index of the cookie name in a split table row of the demo charter.
const nameCell = 2
