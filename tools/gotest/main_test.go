package main

import (
	"encoding/json"
	"strings"
	"testing"
)

const events = `
{"Action":"build-output","ImportPath":"p","Output":"p/a.go:1: broken\n"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"    a_test.go:3: only a note\n"}
{"Action":"pass","Package":"p","Test":"TestGood"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"=== RUN   TestBad\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"    a_test.go:5: want 1\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"p","Test":"TestBad"}
{"Action":"output","Package":"p","Test":"TestLeftOut","Output":"    a_test.go:7: needs a browser\n"}
{"Action":"output","Package":"p","Test":"TestLeftOut","Output":"--- SKIP: TestLeftOut (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestLeftOut"}
{"Action":"output","Package":"p","Test":"TestPanics","Output":"panic: index out of range\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.1s\n"}
{"Action":"fail","Package":"p"}
`

func TestReportPrintsFailuresAndReasonsOfSkips(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := report(json.NewDecoder(strings.NewReader(events)), &out); err != nil {
		t.Fatal(err)
	}
	want := `p/a.go:1: broken
    a_test.go:5: want 1
--- FAIL: TestBad (0.00s)
FAIL	p	0.1s
panic: index out of range
skipped 1: needs a browser
go test: 1 passed, 1 failed, 1 skipped
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

// A test that fails must fail the whole run, also where it runs beside another runner.
func TestStatusIsThatOfGoTest(t *testing.T) {
	t.Parallel()
	if err := run([]string{"./absent"}); err == nil {
		t.Error("a package that does not exist ends well")
	}
}
