package stats

// Bar is a rectangle of a plot, in the plot's units, with the number that it shows.
type Bar struct {
	X, Y, Width, Height float64
	Row                 int
	Column              Column
	Value               int64
}

// Plot is a chart as geometry.
type Plot struct {
	Width, Height float64
	Bars          []Bar
	// Top is the number at the upper edge; 0 in a plot of shares.
	Top int64
}

// Stacks returns a column for each row, side by side, with its parts stacked.
func (t Table) Stacks(width, height float64) Plot {
	p := Plot{Width: width, Height: height, Top: 1}
	for _, row := range t.Rows {
		p.Top = max(p.Top, t.Whole(row.Values))
	}
	p.Top = round(p.Top)
	step := width / float64(max(1, len(t.Rows)))
	for i, row := range t.Rows {
		y := height
		for c, value := range row.Values[:t.Parts] {
			tall := height * float64(value) / float64(p.Top)
			y -= tall
			if value > 0 {
				p.Bars = append(p.Bars, Bar{X: float64(i) * step, Y: y, Width: step * 0.8, Height: tall, Row: i, Column: t.Columns[c], Value: value})
			}
		}
	}
	return p
}

// round returns the smallest 1, 2 or 5 times a power of ten that is at least n.
func round(n int64) int64 {
	for power := int64(1); ; power *= 10 {
		for _, digit := range []int64{1, 2, 5} {
			if digit*power >= n {
				return digit * power
			}
		}
	}
}

// Shares returns a horizontal bar for each row, its parts end to end. line is the
// height of a row; half of it is the gap between two bars.
func (t Table) Shares(width, line float64) Plot {
	p := Plot{Width: width, Height: line * float64(len(t.Rows))}
	for i, row := range t.Rows {
		x, whole := 0.0, t.Whole(row.Values)
		for c, value := range row.Values[:t.Parts] {
			if value == 0 {
				continue
			}
			wide := width * float64(value) / float64(whole)
			p.Bars = append(p.Bars, Bar{X: x, Y: line*float64(i) + line/2, Width: wide, Height: line / 2, Row: i, Column: t.Columns[c], Value: value})
			x += wide
		}
	}
	return p
}
