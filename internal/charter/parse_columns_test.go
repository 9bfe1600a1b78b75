package charter_test

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"charte/internal/charter"
	"charte/locales"

	"github.com/BurntSushi/toml"
)

// columnWords is one language of locales/columns.toml.
type columnWords struct {
	NoCookie                   []string `toml:"no_cookie"`
	YesNo                      []string `toml:"yes_no"`
	Nothing, And, Small, Legal []string
	Columns, Kinds             map[string][]string
	Header, Example            map[string]string
}

func readColumnWords(t *testing.T) (languages map[string]columnWords) {
	t.Helper()
	meta, err := toml.Decode(locales.Columns, &languages)
	if err != nil || len(meta.Undecoded()) > 0 || len(languages) == 0 {
		t.Fatal(err, meta.Undecoded(), languages)
	}
	return languages
}

// readTable returns the tracker that a table with these headers declares. Each of
// its cells contains the kind of its column.
func readTable(t *testing.T, headers map[string]string) charter.Tracker {
	t.Helper()
	kinds := slices.Sorted(maps.Keys(headers))
	table := []string{"", strings.Repeat("|---", len(kinds)) + "|", "| " + strings.Join(kinds, " | ") + " |"}
	for _, kind := range kinds {
		table[0] += "| " + headers[kind] + " "
	}
	text := edit(t, edit(t, small, "    platform_keys: [matomo]\n", ""), smallHeader, table[0]+"|\n"+table[1]+"\n"+table[2])
	loaded, err := load(text, "")
	if err != nil {
		t.Fatalf("%q: %v", headers, err)
	}
	tracker := loaded.In("fr").Purposes[1].Trackers[0]
	tracker.Line = 0
	return tracker
}

// trackerOf returns the tracker that readTable expects for these kinds of columns.
func trackerOf(t *testing.T, kinds map[string]string) (tracker charter.Tracker) {
	t.Helper()
	fields := map[string]*string{"name": &tracker.Name, "provider": &tracker.Provider, "service": &tracker.Service,
		"purpose": &tracker.Purpose, "duration": &tracker.Duration}
	for kind := range kinds {
		switch field := fields[kind]; {
		case field != nil:
			*field = kind
		case kind != "other" && kind != "type":
			t.Errorf("%q is no kind of column", kind)
		}
	}
	if tracker.Provider != "" {
		tracker.Providers = []string{tracker.Provider}
	}
	return tracker
}

func TestSuggestedHeadersAreRecognised(t *testing.T) {
	t.Parallel()
	for code, words := range readColumnWords(t) {
		for list, headers := range map[string]map[string]string{"header": words.Header, "example": words.Example} {
			if len(headers) == 0 { // the other languages have no example
				continue
			}
			if got, want := readTable(t, headers), trackerOf(t, headers); !reflect.DeepEqual(got, want) {
				t.Errorf("%s.%s: got %+v, want %+v", code, list, got, want)
			}
		}
	}
}

func TestEveryColumnWordIdentifiesItsKind(t *testing.T) {
	t.Parallel()
	for code, words := range readColumnWords(t) {
		for kind, list := range words.Columns {
			for _, word := range list {
				headers := map[string]string{"name": "Cookie", kind: strings.ToUpper(word)}
				if kind == "name" {
					headers = map[string]string{kind: strings.ToUpper(word)}
				}
				if got, want := readTable(t, headers), trackerOf(t, headers); !reflect.DeepEqual(got, want) {
					t.Errorf("%s: %q is read as %+v, want %+v", code, word, got, want)
				}
			}
		}
	}
}

func TestWordsForNoCookieDeclareNoTracker(t *testing.T) {
	t.Parallel()
	for code, words := range readColumnWords(t) {
		for _, word := range words.NoCookie {
			if got := trackers(t, smallHeader+"\n| "+word+" | Piano |"); got != matomo {
				t.Errorf("%s: %q declares %s", code, word, got)
			}
		}
	}
}
