package stats

import "time"

// Step is the time that one row of a table by day covers after it was grouped.
type Step string

// The steps. A week begins on Monday.
const (
	Day   Step = "day"
	Week  Step = "week"
	Month Step = "month"
)

// By returns a table by day with one row for each step. Its key is the first day of the
// step, or the month as 2026-11; days outside the table are not counted, so the first
// and the last step may be incomplete.
func (t Table) By(step Step) Table {
	if step == Day {
		return t
	}
	days := t.Rows
	t.Rows = nil
	for _, day := range days {
		key := step.of(day.Key)
		if n := len(t.Rows); n == 0 || t.Rows[n-1].Key != key {
			t.Rows = append(t.Rows, Row{Key: key, Values: make([]int64, len(t.Columns))})
		}
		for i, v := range day.Values {
			t.Rows[len(t.Rows)-1].Values[i] += v
		}
	}
	return t
}

// of returns the key of the step that contains a day, written as 2026-11-23.
func (s Step) of(key string) string {
	day, err := time.Parse(time.DateOnly, key)
	if err != nil || s == Month {
		return key[:min(len(key), len("2026-11"))]
	}
	sinceMonday := (int(day.Weekday()) + 6) % 7
	return day.AddDate(0, 0, -sinceMonday).Format(time.DateOnly)
}
