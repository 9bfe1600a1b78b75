package proof_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"charte/internal/consent"
	sheet "charte/internal/csv"
	"charte/internal/proof"
)

func export(t testing.TB, r proof.Source, from, to, format string) (string, int64) {
	t.Helper()
	in, err := proof.ParseRange(from, to)
	must(t, err)
	var out bytes.Buffer
	n, err := proof.Export(t.Context(), r, in, format, sheet.Format{}, &out, quiet)
	must(t, err)
	return out.String(), n
}

func TestAnExportIsAnUnbrokenPartOfTheChain(t *testing.T) {
	t.Parallel()
	r := open(t)
	day := func(n int) consent.Entry { return grant(start.AddDate(0, 0, n), n+1) }
	// The fourth was decided on the first day, and could be recorded late only.
	records := add(t, r, day(0), day(1), day(2), refusal(start), day(3), day(5))
	for _, c := range []struct {
		from, to    string
		first, last int64
	}{
		{"", "", 1, 6},
		{"2026-03-10", "2026-03-12", 2, 5},
		{"2026-03-09", "2026-03-09", 1, 4},
		{"2026-03-13", "2026-03-13", 7, 6},
		{"2026-03-14", "", 6, 6},
	} {
		text, n := export(t, r, c.from, c.to, "jsonl")
		lines := strings.Split(strings.TrimSpace(text), "\n")
		if n != c.last-c.first+1 || len(lines) != int(n)+1 {
			t.Fatalf("%s to %s: %d records, %d lines", c.from, c.to, n, len(lines))
		}
		var head struct {
			Format      string
			After, Head struct{ Sequence int64 }
			Records     int64
		}
		must(t, json.Unmarshal([]byte(lines[0]), &head))
		if head.Format != proof.Format || head.Records != n || n > 0 && (head.After.Sequence != c.first-1 || head.Head.Sequence != c.last) {
			t.Errorf("%s to %s: %s", c.from, c.to, lines[0])
		}
		for i, line := range lines[1:] {
			var got struct{ Hash, Receipt string }
			must(t, json.Unmarshal([]byte(line), &got))
			if want := records[int(c.first)-1+i]; got.Hash != want.Hash || got.Receipt != want.Receipt {
				t.Errorf("%s to %s: line %d is %s", c.from, c.to, i+2, line)
			}
		}
	}
	if _, err := proof.ParseRange("2026-03-02", "2026-03-01"); err == nil {
		t.Error("a range that ends before it begins is taken")
	}
	if _, err := proof.ParseRange("03/02/2026", ""); err == nil {
		t.Error("a day written otherwise is taken")
	}
}

func TestCSVHasAColumnForEachPurpose(t *testing.T) {
	t.Parallel()
	r := open(t)
	other := refusal(start)
	other.Choice = consent.Choice{"video": false}
	add(t, r, grant(start, 1), other)
	text, _ := export(t, r, "", "", "csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	if got := strings.Join(rows[0], " "); got != "sequence time decision purpose_first_party purpose_statistics purpose_video scope text language portal gpc receipt ends previous hash" {
		t.Errorf("columns: %s", got)
	}
	if got := fmt.Sprint(rows[1][:6], rows[2][:6]); got != "[1 2026-03-09T10:30:00Z custom false true ] [2 2026-03-09T00:00:00Z refuse   false]" {
		t.Errorf("rows: %s", got)
	}
	if strings.Count(text, "\r\n") != 3 || strings.Count(text, "\n") != 3 {
		t.Error("lines do not end as RFC 4180 says")
	}
}

// A language may start with a hyphen; the rest is what someone with access
// to the database could write.
func TestNoCellIsAFormula(t *testing.T) {
	t.Parallel()
	r := open(t)
	e := refusal(start)
	e.Language = "-2-3"
	add(t, r, e)
	text, _ := export(t, r, "", "", "csv")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	must(t, err)
	if got := rows[1][7]; got != "'-2-3" {
		t.Errorf("the language is %q", got)
	}
}

func TestDPVSaysWhatWasDecidedAndWhoAsked(t *testing.T) {
	t.Parallel()
	r := open(t)
	must(t, r.Note(t.Context(), consent.NoteController, "Ville d’Exemple", start.AddDate(0, 0, 1)))
	must(t, r.Note(t.Context(), consent.NoteController, "Agglomération d’Exemple", start.AddDate(0, 1, 0)))
	withdrawal := refusal(start.AddDate(0, 2, 0))
	withdrawal.Ends = receipt(1)
	seen := refusal(start)
	seen.Decision = consent.Seen
	add(t, r, grant(start, 1), withdrawal, seen)
	text, _ := export(t, r, "", "", "dpv")
	decoder := json.NewDecoder(strings.NewReader(text))
	var got []string
	for {
		var d struct {
			Type       string `json:"@type"`
			Controller string `json:"dpv:hasDataController"`
			Processes  []struct {
				Purpose string `json:"dpv:hasPurpose"`
				Status  string `json:"dpv:hasConsentStatus"`
			} `json:"dpv:hasProcess"`
		}
		if err := decoder.Decode(&d); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(d.Type, d.Controller, d.Processes))
	}
	want := []string{
		"dpv:ConsentRecordVille d’Exemple[{first_party dpv:ConsentRefused} {statistics dpv:ConsentGiven}]",
		"dpv:ConsentRecordAgglomération d’Exemple[{first_party dpv:ConsentWithdrawn} {statistics dpv:ConsentWithdrawn}]",
		"dpv:ConsentRecordVille d’Exemple[{first_party } {statistics }]",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got  %s\nwant %s", strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// An export whose last records are missing is a chain that holds: only the
// registry's head shows what it lacks.
func TestAnExportOfARecordThatDoesNotHoldFails(t *testing.T) {
	t.Parallel()
	for name, tamper := range map[string]func(*rows) (want string){
		"the last deleted": func(r *rows) string { r.records = r.records[:5]; return "record 6 is missing" },
		"all deleted":      func(r *rows) string { r.records = nil; return "record 1 is missing" },
		"one deleted": func(r *rows) string {
			r.records = append(r.records[:2:2], r.records[3:]...)
			return "record 3 was deleted"
		},
		"one changed":        func(r *rows) string { r.records[3].GPC = true; return "record 4 was changed" },
		"outside the range":  func(r *rows) string { r.records[0].GPC = true; return "record 1 was changed" },
		"another's head":     func(r *rows) string { r.head.Hash = consent.ChainStart; return "record 6 was changed" },
		"another checkpoint": func(r *rows) string { r.after.Hash = strings.Repeat("5", 64); return "record 1 " },
	} {
		for _, format := range []string{"csv", "jsonl", "dpv"} {
			r := rows{records: chain(6, consent.ChainOrigin()), after: consent.ChainOrigin()}
			r.head = r.records[5].Link()
			want := tamper(&r)
			in := proof.Always()
			in.From = start.AddDate(0, 0, 1)
			n, err := proof.Export(t.Context(), r, in, format, sheet.Format{}, io.Discard, quiet)
			var broken *proof.BrokenError
			if !errors.As(err, &broken) || !strings.Contains(err.Error(), want) || n > int64(len(r.records)) {
				t.Errorf("%s as %s: %d records, %v, want %s", name, format, n, err, want)
			}
		}
	}
}
