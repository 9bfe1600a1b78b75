package operator

import (
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

// figure returns a table with its plot, in the visit's language.
func (v visit) figure(t stats.Table, texts map[string]consent.Text, days string) views.Figure {
	f := views.Figure{
		ID: t.Name, Title: v.words.Say("operator_table_" + t.Name), Key: v.words.Say("operator_key_" + t.Name),
		CSV: templ.SafeURL("/" + v.code + "/figures/" + t.Name + ".csv?days=" + days),
	}
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
		day, err := time.Parse(time.DateOnly, key)
		if err != nil {
			return key, ""
		}
		return v.words.Date(day), ""
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
	if t.Name == "days" || t.Name == "banners" {
		p.Plot = t.Stacks(plotWidth, plotHeight)
		p.Labels = []views.PlotLabel{
			{X: -6, Y: 5, Anchor: "end", Text: v.number(p.Top)},
			{X: -6, Y: plotHeight, Anchor: "end", Text: v.number(0)},
			{X: 0, Y: plotHeight + 22, Anchor: "start", Text: f.Rows[0].Label},
			{X: plotWidth, Y: plotHeight + 22, Anchor: "end", Text: f.Rows[rows-1].Label},
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
