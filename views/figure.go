package views

import (
	"strconv"

	"github.com/a-h/templ"

	"charte/internal/stats"
)

// Figure is a plot with the table that it is drawn from.
type Figure struct {
	// ID is the table's name. Title, Notes and Key, the heading of the first column,
	// are in the page's language.
	ID, Title, Key string
	Notes          []string
	// CSV is the address of the numbers as a file, and Download its title.
	CSV      templ.SafeURL
	Download string
	// Open reports whether the table is so short that it is not folded.
	Open    bool
	Columns []string
	Rows    []FigureRow
	// Total is the last row; nil where a sum has no meaning.
	Total  *FigureRow
	Plot   FigurePlot
	Legend []LegendItem
}

// FigureRow is one row of formatted numbers.
type FigureRow struct {
	Label string
	// Code is the full hash or id of which Label is the short form.
	Code  string
	Cells []string
}

// FigurePlot is a plot with its texts.
type FigurePlot struct {
	stats.Plot
	// Said holds the tooltip of each bar.
	Said []string
	// Labels are drawn next to the bars.
	Labels []PlotLabel
}

// PlotLabel is a text in a plot. Its anchor is start, middle or end.
type PlotLabel struct {
	X, Y         float64
	Anchor, Text string
}

// LegendItem names the bars of one column.
type LegendItem struct {
	Column stats.Column
	Name   string
}

// coordinate formats a coordinate of a plot.
func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// viewBox returns the view box of a plot. It adds room for the labels above and below
// the axis; plots of shares have no axes.
func viewBox(p FigurePlot) string {
	if p.Top == 0 {
		return "0 0 " + coordinate(p.Width) + " " + coordinate(p.Height)
	}
	return "0 -32 " + coordinate(p.Width) + " " + coordinate(p.Height+68)
}

// fill refers to the pattern of a column, which [patterns] draws. A category looks the
// same in every plot: agreement is plain, refusal hatched, and the third dotted.
func fill(column stats.Column) string {
	switch column {
	case stats.Accept, stats.Granted, stats.First, stats.Allowed:
		return "url(#plain)"
	case stats.Refuse, stats.Denied, stats.Again, stats.Objected:
		return "url(#hatched)"
	}
	return "url(#dotted)"
}
