package stats_test

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/stats"
)

var monday = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

func total(day int, d consent.Decision, choice, language, text string, n int64) consent.Total {
	c, err := consent.ParseChoice(choice)
	if err != nil {
		panic(err)
	}
	return consent.Total{Day: monday.AddDate(0, 0, day), Decision: d, Choice: c, Language: language, Text: text, Count: n}
}

func sample() stats.Figures {
	return stats.New([]consent.Total{
		total(0, consent.Accept, "a=true b=true", "fr", "T1", 3),
		total(0, consent.Refuse, "a=false b=false", "fr", "", 5),
		total(2, consent.Custom, "a=true b=false", "en", "T2", 2),
		total(2, consent.Custom, "a=false b=false", "en", "T2", 4),
		total(2, consent.Seen, "a=false b=false", "en", "T2", 1),
		total(2, consent.BannerShown, "", "fr", "T1", 60),
		total(2, consent.BannerShownAgain, "", "fr", "T1", 10),
	}, monday, monday.AddDate(0, 0, 2))
}

func TestEveryTableCountsTheSameDecisions(t *testing.T) {
	t.Parallel()
	f := sample()
	want := []int64{3, 9, 2, 1, 70} // the 4 choices by purpose granted nothing: refusals
	for _, table := range []stats.Table{f.Days, f.Languages, f.Texts} {
		if got := table.Sum(); !slices.Equal(got, want) {
			t.Errorf("%s adds up to %v, want %v", table.Name, got, want)
		}
	}
	if got := f.Banners.Sum(); !slices.Equal(got, []int64{60, 10}) || len(f.Banners.Rows) != 3 {
		t.Errorf("banners add up to %v on %d days, want 60 and 10 on 3", got, len(f.Banners.Rows))
	}
}

func TestCSVHasEveryNumberAndRate(t *testing.T) {
	t.Parallel()
	want := map[string]string{
		"days":      "days,accept,refuse,custom,seen,shown,accept_rate,refuse_rate,custom_rate\r\n2026-11-23,3,5,0,0,0,0.3750,0.6250,0.0000\r\n2026-11-24,0,0,0,0,0,,,\r\n2026-11-25,0,4,2,1,70,0.0000,0.6667,0.3333\r\n",
		"banners":   "banners,first,again,first_rate,again_rate\r\n2026-11-23,0,0,,\r\n2026-11-24,0,0,,\r\n2026-11-25,60,10,0.8571,0.1429\r\n",
		"purposes":  "purposes,granted,denied,granted_rate,denied_rate\r\na,5,9,0.3571,0.6429\r\nb,3,11,0.2143,0.7857\r\n",
		"languages": "languages,accept,refuse,custom,seen,shown,accept_rate,refuse_rate,custom_rate\r\nen,0,4,2,1,0,0.0000,0.6667,0.3333\r\nfr,3,5,0,0,70,0.3750,0.6250,0.0000\r\n",
		"texts":     "texts,accept,refuse,custom,seen,shown,accept_rate,refuse_rate,custom_rate\r\n,0,5,0,0,0,0.0000,1.0000,0.0000\r\nT1,3,0,0,0,70,1.0000,0.0000,0.0000\r\nT2,0,4,2,1,0,0.0000,0.6667,0.3333\r\n",
	}
	for _, table := range sample().Tables() {
		var b strings.Builder
		if err := table.WriteCSV(&b, csv.Format{}); err != nil || b.String() != want[table.Name] {
			t.Errorf("%s:\n%q, %v\nwant\n%q", table.Name, b.String(), err, want[table.Name])
		}
	}
}

func TestACellIsNeverAFormula(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	table := stats.Table{Name: "x", Columns: []stats.Column{stats.Seen}, Rows: []stats.Row{{Key: `=cmd|"x"`, Values: []int64{1}}}}
	if err := table.WriteCSV(&b, csv.Format{}); err != nil || !strings.Contains(b.String(), `"'=cmd|""x""",1`) {
		t.Errorf("%q, %v", b.String(), err)
	}
}

func TestBarsAreAsTallAsTheirNumbers(t *testing.T) {
	t.Parallel()
	plot := sample().Days.Stacks(300, 100)
	if plot.Top != 10 {
		t.Fatalf("the scale ends at %d, want 10 above 8", plot.Top)
	}
	var values []int64
	for _, bar := range plot.Bars {
		values = append(values, bar.Value)
		if want := float64(bar.Value) * 10; math.Abs(bar.Height-want) > 0.001 || bar.Y < 0 || bar.X+bar.Width > 300 {
			t.Errorf("the bar of %d is %+v, want a height of %v", bar.Value, bar, want)
		}
	}
	if !slices.Equal(values, []int64{3, 5, 4, 2}) {
		t.Errorf("bars of %v", values)
	}
}

func TestSharesFillTheirLine(t *testing.T) {
	t.Parallel()
	plot := sample().Purposes.Shares(280, 40)
	widths := map[int]float64{}
	for _, bar := range plot.Bars {
		if bar.X != widths[bar.Row] {
			t.Errorf("%+v does not start at the end of the previous bar", bar)
		}
		widths[bar.Row] += bar.Width
	}
	if math.Abs(widths[0]-280) > 0.001 || math.Abs(widths[1]-280) > 0.001 || plot.Bars[0].Width != 100 {
		t.Errorf("widths %v, the first bar %+v", widths, plot.Bars[0])
	}
}

func TestChangesListAddedAndRemovedLines(t *testing.T) {
	t.Parallel()
	scope := func(trackers ...string) consent.Scope {
		return consent.NewScope([]consent.Purpose{{ID: "a", Trackers: trackers}})
	}
	first, grown, shrunk, unseen := scope("x"), scope("x", "y"), scope("y"), scope("z")
	history := []consent.Period{{Name: "configuration", Value: first.Hash()}}
	for hour, s := range []consent.Scope{first, grown, shrunk, grown} { // a scope may return
		history = append(history, consent.Period{Name: consent.NoteScope, Value: s.Hash(), From: monday.Add(time.Duration(hour) * time.Hour)})
	}
	changes := stats.Changes([]consent.Scope{shrunk, unseen, grown, first}, history)
	if len(changes) != 4 || len(changes[0].Added) != 0 || len(changes[0].Removed) != 0 {
		t.Fatalf("%+v", changes)
	}
	if c := changes[1]; len(c.Added) != 1 || c.Added[0].Name != "y" || len(c.Removed) != 0 || !c.Since.Equal(monday.Add(time.Hour)) {
		t.Errorf("the second scope: %+v", c)
	}
	if c := changes[2]; len(c.Added) != 0 || len(c.Removed) != 1 || c.Removed[0].Name != "x" {
		t.Errorf("the third scope: %+v", c)
	}
	texts := map[string]consent.Text{"T1": {Scope: first.Hash()}, "T2": {Scope: grown.Hash()}}
	table := stats.Scopes([]consent.Total{
		total(0, consent.Accept, "a=true", "fr", "T1", 3),
		total(1, consent.Refuse, "a=false", "fr", "T2", 2),
		total(1, consent.Refuse, "a=false", "fr", "", 1),
		total(1, consent.BannerShown, "", "fr", "T2", 6),
		total(1, consent.BannerShownAgain, "", "fr", "T2", 4),
	}, changes, texts)
	if got := table.Sum(); !slices.Equal(got, []int64{3, 3, 0, 0, 10, 4}) || len(table.Rows) != 4 || table.Rows[1].Values[5] != 4 || table.Rows[1].Values[1] != 2 || table.Rows[3].Values[1] != 1 {
		t.Errorf("%+v", table)
	}
}
