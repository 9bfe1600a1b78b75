package csv_test

import (
	"bytes"
	"strings"
	"testing"

	"charte/internal/csv"
)

func TestCellsSurviveAndAreNeverFormulas(t *testing.T) {
	t.Parallel()
	for _, cell := range []string{"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\x00=1", `=cmd|'/c calc'!A1`, `a"b`, "a,b", "a\r\nb", "", "é; x", `",=1`} {
		var b bytes.Buffer
		if err := (csv.Format{}).WriteRow(&b, []string{cell, "next"}); err != nil {
			t.Fatal(err)
		}
		got := readCSV(t, b.String())
		want := cell
		if cell != "" && strings.ContainsRune("=+-@\t\r\n\x00", rune(cell[0])) {
			want = "'" + cell
		}
		if len(got) != 2 || got[0] != want || got[1] != "next" {
			t.Errorf("%q is written %q and read back %q", cell, b.String(), got)
		}
	}
}

// readCSV reads one line by RFC 4180; encoding/csv changes line breaks.
func readCSV(t *testing.T, line string) (cells []string) {
	t.Helper()
	line, ok := strings.CutSuffix(line, "\r\n")
	if !ok {
		t.Fatalf("%q does not end in CRLF", line)
	}
	for {
		if quoted, ok := strings.CutPrefix(line, `"`); ok {
			var b strings.Builder
			for {
				part, rest, found := strings.Cut(quoted, `"`)
				if !found {
					t.Fatalf("%q: a quote is open", line)
				}
				b.WriteString(part)
				if quoted = rest; !strings.HasPrefix(quoted, `"`) {
					break
				}
				b.WriteString(`"`)
				quoted = quoted[1:]
			}
			cells = append(cells, b.String())
			if quoted == "" {
				return cells
			}
			line = strings.TrimPrefix(quoted, ",")
			continue
		}
		cell, rest, more := strings.Cut(line, ",")
		cells = append(cells, cell)
		if !more {
			return cells
		}
		line = rest
	}
}

func french(t *testing.T) csv.Format {
	t.Helper()
	format, err := csv.In("fr")
	if err != nil {
		t.Fatal(err)
	}
	return format
}

// A French spreadsheet splits columns at semicolons, reads commas as decimal signs, and
// takes a file without a byte order mark for one in an old encoding.
func TestFrenchSpreadsheetReadsColumnsNumbersAndAccents(t *testing.T) {
	t.Parallel()
	f := french(t)
	var b strings.Builder
	head := []string{"days", "accept", "accept_rate", "purpose_audience", "decision", "other"}
	if err := f.WriteHead(&b, head); err != nil {
		t.Fatal(err)
	}
	if err := f.WriteRow(&b, []string{"2026-11-23", "3", f.Rate(3, 8), f.Bool(true), "a;b", `=1+1;"`}); err != nil {
		t.Fatal(err)
	}
	want := "\ufeffjour;tout accepter;tout accepter (%);finalité audience;décision;other\r\n" + `2026-11-23;3;37,50;oui;"a;b";"'=1+1;"""` + "\r\n"
	if b.String() != want {
		t.Errorf("got  %q\nwant %q", b.String(), want)
	}
	if f.Rate(0, 0) != "" || (csv.Format{}).Rate(3, 8) != "0.3750" || (csv.Format{}).Bool(false) != "false" {
		t.Error("rates and answers are written otherwise")
	}
}

// Any language without names of columns gets the stable format.
func TestOtherLanguagesGetTheStableFormat(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "de", "c", ""} {
		f, err := csv.In(language)
		var b strings.Builder
		if err != nil || f.WriteHead(&b, []string{"sequence", "hash"}) != nil || b.String() != "sequence,hash\r\n" {
			t.Errorf("%q: %q, %v", language, b.String(), err)
		}
	}
}
