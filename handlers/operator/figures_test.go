package operator_test

import (
	"database/sql"
	"encoding/csv"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"charte/internal/consent"
)

const (
	grantAll  = "audience=true campaigns=true video=true"
	grantNone = "audience=false campaigns=false video=false"
	grantSome = "audience=true campaigns=false video=false"
)

// recordDecisions records decisions with known totals and returns the text version of
// a charter page.
func recordDecisions(t *testing.T, p *pages) (charter string) {
	t.Helper()
	charter = p.store("en", consent.Charter, "b", "<p>Your cookies</p>")
	p.decide(7, 0, consent.Accept, grantAll, "fr", p.banner)
	p.decide(11, 0, consent.Refuse, grantNone, "fr", "")
	p.decide(5, 3, consent.Custom, grantSome, "en", charter)
	p.decide(2, 3, consent.Custom, grantNone, "en", charter)
	p.decide(1, 29, consent.Refuse, grantNone, "fr", p.banner)
	p.decide(4, 30, consent.Refuse, grantNone, "fr", p.banner) // before the period
	for _, banners := range []struct {
		kind  consent.Decision
		times int64
	}{{consent.BannerShown, 77}, {consent.BannerShownAgain, 13}} {
		if err := p.registry.Count(t.Context(), consent.Total{Day: now, Decision: banners.kind, Language: "fr", Text: p.banner, Count: banners.times}); err != nil {
			t.Fatal(err)
		}
	}
	return charter
}

// tableOf returns the numbers of a table by row label, without the shares.
func tableOf(t *testing.T, doc *html.Node, id string) map[string][]int {
	t.Helper()
	found := map[string][]int{}
	for _, table := range all(doc, "table") {
		if attr(all(table, "caption")[0], "id") != id+"-caption" {
			continue
		}
		for _, row := range all(table, "tr")[1:] {
			label := text(all(row, "th")[0])
			for _, cell := range all(row, "td") {
				number, _, _ := strings.Cut(text(cell), " (")
				n, err := strconv.Atoi(number)
				if err != nil {
					t.Fatalf("%s: %q is not a number", id, text(cell))
				}
				found[label] = append(found[label], n)
			}
		}
	}
	return found
}

// sumOf returns the sum of the registry's counters under a condition.
func sumOf(t *testing.T, file, where string) (n int) {
	t.Helper()
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRowContext(t.Context(), `SELECT coalesce(sum(count), 0) FROM totals WHERE day >= '2026-10-25' AND `+where).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestPlotTableAndCSVAgreeWithTheRecordToTheUnit(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	recordDecisions(t, p)
	want := []int{
		sumOf(t, p.file, `decision = 'accept'`),
		sumOf(t, p.file, `decision IN ('refuse', 'custom') AND choice NOT LIKE '%true%'`),
		sumOf(t, p.file, `decision = 'custom' AND choice LIKE '%true%'`),
		sumOf(t, p.file, `decision = 'seen'`),
		sumOf(t, p.file, `decision IN ('', 'again')`),
	}
	if want[0] != 7 || want[1] != 14 || want[2] != 5 || want[4] != 90 {
		t.Fatalf("the registry has %v", want)
	}
	doc := p.open("/en/?days=30")
	for _, id := range []string{"days", "languages", "texts"} {
		rows := tableOf(t, doc, id)
		sum := make([]int, 5)
		for label, cells := range rows {
			for i, n := range cells {
				if label != "Total" {
					sum[i] += n
				}
			}
		}
		fromPlot, fromCSV := plotSums(t, doc, id, "Accept all", "Refuse all", "Choice by purpose"), csvSums(t, p, id)
		for i := range want {
			if sum[i] != want[i] || rows["Total"][i] != want[i] || fromCSV[i] != want[i] || i < 3 && fromPlot[i] != want[i] {
				t.Errorf("%s, column %d: table %d, its total %d, CSV %d, plot %v; the registry has %d", id, i, sum[i], rows["Total"][i], fromCSV[i], fromPlot, want[i])
			}
		}
	}
	first, again := sumOf(t, p.file, `decision = ''`), sumOf(t, p.file, `decision = 'again'`)
	if got := tableOf(t, doc, "banners")["Total"]; first != 77 || again != 13 || got[0] != first || got[1] != again {
		t.Errorf("banners: the table has %v, the registry %d and %d", got, first, again)
	}
	if got := csvSums(t, p, "banners"); got[0] != first || got[1] != again {
		t.Errorf("banners: the CSV adds up to %v, the registry has %d and %d", got, first, again)
	}
	if got := plotSums(t, doc, "banners", "First asked", "Asked again"); got[0] != first || got[1] != again {
		t.Errorf("banners: the plot adds up to %v, the registry has %d and %d", got, first, again)
	}
	purposes := tableOf(t, doc, "purposes")
	if got := csvSums(t, p, "purposes"); got[0] != 7*3+5 || got[1] != 14*3+5*2 {
		t.Errorf("the CSV of the purposes adds up to %v", got)
	}
	for label, want := range map[string][2]int{"audience": {12, 14}, "campaigns": {7, 19}, "video": {7, 19}} {
		for row, got := range purposes {
			if strings.HasSuffix(row, " "+label) && (got[0] != want[0] || got[1] != want[1]) {
				t.Errorf("%s: %v, want %v", label, got, want)
			}
		}
	}
	if len(purposes) != 3 {
		t.Errorf("purposes: %v", purposes)
	}
}

// plotSums returns the sum of the bars of a plot for each column, from their titles.
func plotSums(t *testing.T, doc *html.Node, id string, columns ...string) []int {
	t.Helper()
	sums := make([]int, len(columns))
	for _, section := range all(doc, "section") {
		if attr(section, "data-figure") != id {
			continue
		}
		for _, title := range all(section, "title") {
			name := text(title)
			n, err := strconv.Atoi(name[strings.LastIndex(name, ", ")+2:])
			if err != nil {
				t.Fatalf("the title of a bar is %q", name)
			}
			for i, column := range columns {
				if strings.Contains(name, ": "+column+",") {
					sums[i] += n
				}
			}
		}
	}
	return sums
}

func csvSums(t *testing.T, p *pages, name string) []int {
	t.Helper()
	w := p.get("/en/figures/" + name + ".csv?days=30")
	if w.Code != 200 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
		t.Fatalf("%s.csv: %d", name, w.Code)
	}
	rows, err := csv.NewReader(w.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var sums []int
	for i, head := range rows[0] {
		if i == 0 || strings.HasSuffix(head, "_rate") {
			continue
		}
		sum := 0
		for _, row := range rows[1:] {
			n, err := strconv.Atoi(row[i])
			if err != nil {
				t.Fatal(err)
			}
			sum += n
		}
		sums = append(sums, sum)
	}
	return sums
}

func TestOverviewShowsSharesOfDecisions(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	recordDecisions(t, p)
	page := text(p.open("/en/"))
	for _, want := range []string{"Decisions 26", "Refusals 14 (53.8%)", "Acceptances 7 (26.9%)", "Choices by purpose 5 (19.2%)", "Banners served 90", "of which asked again 13 (14.4%)"} {
		if !strings.Contains(page, want) {
			t.Errorf("the overview lacks %q", want)
		}
	}
	if french := text(p.open("/fr/")); !strings.Contains(french, "Refus 14 (53,8 %)") {
		t.Error("the French overview does not format shares as French text does")
	}
}
