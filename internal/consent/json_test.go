package consent_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
)

// The spool of an older version and the exports of today have these bytes.
func TestTheJSONOfARecordIsThatOfItsFormat(t *testing.T) {
	t.Parallel()
	e := consent.Entry{
		Time: time.Date(2026, time.March, 9, 10, 30, 0, 0, time.UTC), Decision: consent.Custom,
		Choice: consent.Choice{"video": false, "audience": true}, Scope: strings.Repeat("a", 64), Text: strings.Repeat("b", 64),
		Language: "fr", Portal: "https://a&b.example", GPC: true, Receipt: "r", Ends: "e",
	}
	const entry = `"time":"2026-03-09T10:30:00Z","decision":"custom","choice":{"audience":true,"video":false},` +
		`"scope":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa","text":"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",` +
		`"language":"fr","portal":"https://a\u0026b.example","gpc":true,"receipt":"r","ends":"e"`
	record := consent.NewRecord(e, 7, consent.ChainStart)
	for _, c := range []struct {
		value, empty any
		want         string
	}{
		{e, &consent.Entry{}, "{" + entry + "}"},
		{record, &consent.Record{}, `{"sequence":7,` + entry + `,"previous":"` + consent.ChainStart + `","hash":"` + record.Hash + `"}`},
	} {
		got, err := json.Marshal(c.value)
		if err != nil || string(got) != c.want {
			t.Errorf("got  %s, %v\nwant %s", got, err, c.want)
		}
		if err := json.Unmarshal(got, c.empty); err != nil || !reflect.DeepEqual(reflect.ValueOf(c.empty).Elem().Interface(), c.value) {
			t.Errorf("read back: %+v, %v", c.empty, err)
		}
	}
	if json.Unmarshal([]byte(`{"time":"yesterday"}`), &consent.Record{}) == nil {
		t.Error("a record without a time was read")
	}
}
