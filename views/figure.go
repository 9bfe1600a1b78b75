package views

import (
	"strconv"

	"github.com/a-h/templ"

	"charte/internal/stats"
)

// Figure is a plot with the table that it is made of.
type Figure struct {
	// ID is the table's name; Title, Notes and Key are in the page's language, Key
	// being the head of the first column.
	ID, Title, Key string
	Notes          []string
	CSV            templ.SafeURL
	Columns        []string
	Rows           []FigureRow
	// Total is the last row; nil where adding up says nothing.
	Total  *FigureRow
	Plot   FigurePlot
	Legend []LegendItem
}

// FigureRow is one row, its numbers written out.
type FigureRow struct {
	Label string
	// Code follows the label where it stands for a hash or an id.
	Code  string
	Cells []string
}

// FigurePlot is a plot with what its parts say.
type FigurePlot struct {
	stats.Plot
	// Said is what each bar stands for, in words.
	Said []string
	// Labels stand beside the bars.
	Labels []PlotLabel
}

// PlotLabel is a text in a plot; its anchor is start, middle or end.
type PlotLabel struct {
	X, Y         float64
	Anchor, Text string
}

// LegendItem says what a kind of bar stands for.
type LegendItem struct {
	Column stats.Column
	Name   string
}

// coordinate writes a number of a plot.
func coordinate(v float64) string { return strconv.FormatFloat(v, 'f', 2, 64) }

// viewBox leaves room around a plot for the labels of its axes; shares have none.
func viewBox(p FigurePlot) string {
	if p.Top == 0 {
		return "0 0 " + coordinate(p.Width) + " " + coordinate(p.Height)
	}
	return "-48 -24 " + coordinate(p.Width+64) + " " + coordinate(p.Height+56)
}
