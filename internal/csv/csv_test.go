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
		if err := csv.WriteRow(&b, []string{cell, "next"}); err != nil {
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
