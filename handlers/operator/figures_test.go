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
	everything = "audience=true campaigns=true video=true"
	nothing    = "audience=false campaigns=false video=false"
	some       = "audience=true campaigns=false video=false"
)

// replay records decisions whose totals are known.
func replay(t *testing.T, p *pages) (charter string) {
	t.Helper()
	charter = p.keep("en", consent.Charter, "b", "<p>Your cookies</p>")
	p.decide(7, 0, consent.Accept, everything, "fr", p.banner)
	p.decide(11, 0, consent.Refuse, nothing, "fr", "")
	p.decide(5, 3, consent.Custom, some, "en", charter)
	p.decide(2, 3, consent.Custom, nothing, "en", charter)
	p.decide(1, 29, consent.Refuse, nothing, "fr", p.banner)
	p.decide(4, 30, consent.Refuse, nothing, "fr", p.banner) // before the period
	for _, shown := range []struct {
		again bool
		times int64
	}{{false, 77}, {true, 13}} {
		if err := p.registry.CountBanners(t.Context(), now, "fr", p.banner, shown.again, shown.times); err != nil {
			t.Fatal(err)
		}
	}
	return charter
}

// column reads a table's numbers: row label -> cells, each cut at its share.
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
					t.Fatalf("%s: %q is no number", id, text(cell))
				}
				found[label] = append(found[label], n)
			}
		}
	}
	return found
}

// sumOf adds up what the registry itself counts.
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

// Figures that an operator relies on must be those of the record.
func TestPlotTableAndCSVAgreeWithTheRecordToTheUnit(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	replay(t, p)
	want := []int{
		sumOf(t, p.file, `decision = 'accept'`),
		sumOf(t, p.file, `decision IN ('refuse', 'custom') AND choice NOT LIKE '%true%'`),
		sumOf(t, p.file, `decision = 'custom' AND choice LIKE '%true%'`),
		sumOf(t, p.file, `decision = 'seen'`),
		sumOf(t, p.file, `decision IN ('', 'again')`),
	}
	if want[0] != 7 || want[1] != 14 || want[2] != 5 || want[4] != 90 {
		t.Fatalf("the record itself says %v", want)
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
				t.Errorf("%s, column %d: table %d, its total %d, CSV %d, plot %v; the record says %d", id, i, sum[i], rows["Total"][i], fromCSV[i], fromPlot, want[i])
			}
		}
	}
	first, again := sumOf(t, p.file, `decision = ''`), sumOf(t, p.file, `decision = 'again'`)
	if got := tableOf(t, doc, "banners")["Total"]; first != 77 || again != 13 || got[0] != first || got[1] != again {
		t.Errorf("banners: the table says %v; the record says %d and %d", got, first, again)
	}
	if got := csvSums(t, p, "banners"); got[0] != first || got[1] != again {
		t.Errorf("banners: the CSV adds up to %v; the record says %d and %d", got, first, again)
	}
	if got := plotSums(t, doc, "banners", "First asked", "Asked again"); got[0] != first || got[1] != again {
		t.Errorf("banners: the plot adds up to %v; the record says %d and %d", got, first, again)
	}
	purposes := tableOf(t, doc, "purposes")
	if got := csvSums(t, p, "purposes"); got[0] != 7*3+5 || got[1] != 14*3+5*2 {
		t.Errorf("the CSV of the purposes adds up to %v", got)
	}
	for label, want := range map[string][2]int{"audience": {12, 14}, "campaigns": {7, 19}, "video": {7, 19}} {
		for shown, got := range purposes {
			if strings.HasSuffix(shown, " "+label) && (got[0] != want[0] || got[1] != want[1]) {
				t.Errorf("%s: %v, want %v", label, got, want)
			}
		}
	}
	if len(purposes) != 3 {
		t.Errorf("purposes: %v", purposes)
	}
}

// plotSums adds up what the bars of a plot say, by column.
func plotSums(t *testing.T, doc *html.Node, id string, columns ...string) []int {
	t.Helper()
	sums := make([]int, len(columns))
	for _, section := range all(doc, "section") {
		if attr(section, "data-figure") != id {
			continue
		}
		for _, title := range all(section, "title") {
			said := text(title)
			n, err := strconv.Atoi(said[strings.LastIndex(said, ", ")+2:])
			if err != nil {
				t.Fatalf("a bar says %q", said)
			}
			for i, name := range columns {
				if strings.Contains(said, ": "+name+",") {
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

func TestRatesAreSharesOfWhatWasDecided(t *testing.T) {
	t.Parallel()
	p := newPages(t)
	replay(t, p)
	said := text(p.open("/en/"))
	for _, want := range []string{"Decisions 26", "Refusals 14 (53.8%)", "Acceptances 7 (26.9%)", "Choices by purpose 5 (19.2%)", "Banners served 90", "of which to ask again 13 (14.4%)"} {
		if !strings.Contains(said, want) {
			t.Errorf("the overview does not say %q", want)
		}
	}
	if french := text(p.open("/fr/")); !strings.Contains(french, "Refus 14 (53,8 %)") {
		t.Error("the French overview writes shares otherwise")
	}
}
