package operator

import (
	"strconv"
	"time"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/i18n"
	"charte/internal/stats"
	"charte/views"

	"github.com/a-h/templ"
)

// Sizes of the plots in SVG user units. plotLine is the height of one row of shares.
const (
	plotWidth  = 720
	plotHeight = 200
	plotLine   = 56
)

// openRows is how many rows a table may have to be shown without a click.
const openRows = 7

// steps returns what a row of a table by day covers in a period of some days: few enough
// rows to be read, and to be printed on one page.
func steps() map[string]stats.Step {
	return map[string]stats.Step{"30": stats.Day, "90": stats.Week, "365": stats.Month}
}

// byDay reports whether the rows of a table are days.
func byDay(t stats.Table) bool { return t.Name == "days" || t.Name == "banners" }

// figure returns a table with its plot, in the visit's language. Tables by day have a
// row for each step of the period; their CSV has every day.
func (v visit) figure(t stats.Table, texts map[string]consent.Text, days string) views.Figure {
	name, key := "operator_table_"+t.Name, "operator_key_"+t.Name
	f := views.Figure{
		ID: t.Name, Download: v.words.Say(name),
		CSV: templ.SafeURL("/" + v.code + "/figures/" + t.Name + ".csv?days=" + days),
	}
	if step := steps()[days]; byDay(t) && step != stats.Day {
		t = t.By(step)
		name, key = name+"_"+string(step), "operator_key_"+string(step)
	}
	f.Title, f.Key, f.Open = v.words.Say(name), v.words.Say(key), len(t.Rows) <= openRows
	for i, column := range t.Columns {
		name := v.words.Say("operator_column_" + string(column))
		f.Columns = append(f.Columns, name)
		if i < t.Parts {
			f.Legend = append(f.Legend, views.LegendItem{Column: column, Name: name})
		}
	}
	for _, row := range t.Rows {
		label, code := v.label(t.Name, row.Key, texts)
		f.Rows = append(f.Rows, views.FigureRow{Label: label, Code: code, Cells: v.cells(t, row.Values)})
	}
	if t.Name != "purposes" && t.Name != "objections" {
		f.Total = &views.FigureRow{Label: v.words.Say("operator_total"), Cells: v.cells(t, t.Sum())}
	}
	f.Plot = v.plot(t, f)
	return f
}

// cells formats the numbers of a row; the first t.Parts include their share.
func (v visit) cells(t stats.Table, values []int64) []string {
	var cells []string
	for i, n := range values {
		if i < t.Parts {
			cells = append(cells, v.share(t, values, i))
		} else {
			cells = append(cells, v.number(n))
		}
	}
	return cells
}

// label returns the name of a row and the code, if any, to show with it.
func (v visit) label(table, key string, texts map[string]consent.Text) (label, code string) {
	switch table {
	case "days", "banners":
		return v.day(key), ""
	case "languages":
		return v.Catalog.Words(key).Name(), key
	case "purposes", "objections":
		return v.purpose(key), key
	case "scopes":
		if key == "" {
			return v.words.Say("operator_no_scope"), ""
		}
		return v.words.Say("operator_scope"), key[:min(len(key), 8)]
	}
	if key == "" {
		return v.words.Say("operator_no_text"), ""
	}
	text, known := texts[key]
	if !known {
		return v.words.Say("operator_fact_version"), short(key)
	}
	return v.surface(text.Language, text.Surface), short(key)
}

// day formats the key of a day, or of a month.
func (v visit) day(key string) string {
	if month, err := time.Parse("2006-01", key); err == nil {
		return v.words.Say("operator_month", i18n.Data{"Month": v.words.Say("month_" + strconv.Itoa(int(month.Month()))), "Year": month.Year()})
	}
	day, err := time.Parse(time.DateOnly, key)
	if err != nil {
		return key
	}
	return v.words.Date(day)
}

// purpose returns the short title of a purpose, or its id if the charter has no such
// purpose or title.
func (v visit) purpose(id string) string {
	for _, p := range v.translation().Purposes {
		if p.ID == id && p.Short != "" {
			return p.Short
		}
	}
	return id
}

func (v visit) translation() *charter.Translation { return v.Charter.In(v.charterLanguage()) }

// plot draws tables by day as stacked columns and all others as rows of shares.
func (v visit) plot(t stats.Table, f views.Figure) views.FigurePlot {
	p := views.FigurePlot{}
	rows := len(t.Rows)
	if byDay(t) {
		p.Plot = t.Stacks(plotWidth, plotHeight)
		p.Labels = []views.PlotLabel{
			{X: 0, Y: -8, Anchor: "start", Text: v.number(p.Top)},
			{X: 0, Y: plotHeight + 28, Anchor: "start", Text: f.Rows[0].Label},
			{X: plotWidth, Y: plotHeight + 28, Anchor: "end", Text: f.Rows[rows-1].Label},
		}
	} else {
		p.Plot = t.Shares(plotWidth, plotLine)
		for i, row := range f.Rows {
			above := float64(plotLine*i) + plotLine/2 - 6
			name := row.Label
			if row.Code != "" {
				name += " (" + row.Code + ")"
			}
			p.Labels = append(p.Labels,
				views.PlotLabel{X: 0, Y: above, Anchor: "start", Text: name},
				views.PlotLabel{X: plotWidth, Y: above, Anchor: "end", Text: v.number(t.Whole(t.Rows[i].Values))})
		}
	}
	for _, bar := range p.Bars {
		p.Said = append(p.Said, v.words.Say("operator_bar", i18n.Data{
			"Row": f.Rows[bar.Row].Label, "Column": v.words.Say("operator_column_" + string(bar.Column)), "Count": v.number(bar.Value),
		}))
	}
	return p
}

func (v visit) number(n int64) string { return v.words.Number(int(n)) }

// share formats a number with its share of the row, as in "12 (40.0%)", or the number
// alone if the row's total is 0.
func (v visit) share(t stats.Table, values []int64, column int) string {
	return v.rate(values[column], t.Whole(values))
}

// rate formats a number with its proportion to a whole, or the number alone if the
// whole is 0.
func (v visit) rate(n, whole int64) string {
	count := v.number(n)
	if whole == 0 {
		return count
	}
	perMille := stats.PerMille(n, whole)
	percent := v.words.Say("operator_percent", i18n.Data{"Whole": v.number(perMille / 10), "Tenth": perMille % 10})
	return v.words.Say("operator_share", i18n.Data{"Count": count, "Share": percent})
}
