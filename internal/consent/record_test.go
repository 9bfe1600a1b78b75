package consent_test

import (
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"charte/internal/consent"
)

// noon is written in another zone than UTC, where it is another day.
var noon = time.Date(2026, time.March, 10, 1, 30, 15, 999, time.FixedZone("", 2*3600))

func granted() consent.Entry {
	return consent.Entry{
		Time: noon, Decision: consent.Custom, Choice: consent.Choice{"statistics": true, "first_party": false},
		Scope: strings.Repeat("a", 64), Text: strings.Repeat("b", 64), Language: "fr",
		Portal: "https://portail.example", GPC: true, Receipt: strings.Repeat("0", 26),
	}
}

// The format is also written down for verifiers in other languages: a change here is a
// new format, with a new first line.
func TestTheCanonicalTextIsThis(t *testing.T) {
	t.Parallel()
	e := granted()
	e.Ends = strings.Repeat("1", 25) + "0"
	r := consent.NewRecord(e, 7, strings.Repeat("c", 64))
	want := "charte-record-1\n7\n2026-03-09T23:30:15Z\ncustom\nfirst_party=false statistics=true\n" +
		strings.Repeat("a", 64) + "\n" + strings.Repeat("b", 64) + "\nfr\nhttps://portail.example\ntrue\n" +
		strings.Repeat("0", 26) + "\n" + e.Ends + "\n" + strings.Repeat("c", 64) + "\n"
	if got := r.Canonical(); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	if want := "675f7330399431afcc6ec97c8b2c236d1a445b43b9c7971932d60bca98c57d00"; r.Hash != want {
		t.Errorf("hash %s, want %s", r.Hash, want)
	}
}

func TestTimeIsCutToWhatProofNeeds(t *testing.T) {
	t.Parallel()
	second, day := "2026-03-09T23:30:15Z", "2026-03-09T00:00:00Z"
	for name, c := range map[string]struct {
		change func(*consent.Entry)
		want   string
	}{
		"a grant to the second":                   {func(*consent.Entry) {}, second},
		"a refusal to the day":                    {func(e *consent.Entry) { e.Choice = consent.Choice{"statistics": false} }, day}, // C-23
		"a refusal of everything unasked":         {func(e *consent.Entry) { e.Choice = nil }, day},
		"a withdrawal to the second":              {func(e *consent.Entry) { e.Choice, e.Ends = nil, e.Receipt }, second},
		"an acceptance of nothing is no grant":    {func(e *consent.Entry) { e.Decision, e.Choice = consent.Accept, nil }, day},
		"a grant that replaces one to the second": {func(e *consent.Entry) { e.Ends = e.Receipt }, second},
	} {
		e := granted()
		c.change(&e)
		if got := e.Cut().Time.Format(time.RFC3339Nano); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

func TestOnlyWhatCanBeProvedBecomesARecord(t *testing.T) {
	t.Parallel()
	refuse := func(e *consent.Entry) { e.Choice, e.Receipt = consent.Choice{"statistics": false}, "" }
	for name, c := range map[string]struct {
		change func(*consent.Entry)
		ok     bool
	}{
		"a grant":                                  {func(*consent.Entry) {}, true},
		"a refusal":                                {refuse, true},
		"a refusal without a text":                 {func(e *consent.Entry) { refuse(e); e.Text = "" }, true},
		"a refusal that ends a receipt":            {func(e *consent.Entry) { refuse(e); e.Ends = strings.Repeat("0", 26) }, true},
		"no portal":                                {func(e *consent.Entry) { e.Portal = "" }, true},
		"a portal with a port":                     {func(e *consent.Entry) { e.Portal = "http://localhost:8080" }, true},
		"a portal at an IPv6 address":              {func(e *consent.Entry) { e.Portal = "http://[::1]:8080" }, true},
		"no decision":                              {func(e *consent.Entry) { e.Decision = "" }, false},
		"a grant without a text":                   {func(e *consent.Entry) { e.Text = "" }, false},
		"what is left of a grant, without a text":  {func(e *consent.Entry) { e.Text, e.Ends = "", e.Receipt }, true},
		"another grant, without a text":            {func(e *consent.Entry) { e.Text, e.Ends = "", strings.Repeat("0", 25)+"4" }, false},
		"a grant without a receipt":                {func(e *consent.Entry) { e.Receipt = "" }, false},
		"a refusal with a receipt":                 {func(e *consent.Entry) { e.Choice = nil }, false}, // C-23, P-06
		"a receipt of another form":                {func(e *consent.Entry) { e.Receipt = strings.Repeat("u", 26) }, false},
		"an ended receipt of another form":         {func(e *consent.Entry) { e.Ends = "x" }, false},
		"a scope that is no hash":                  {func(e *consent.Entry) { e.Scope = e.Scope[1:] }, false},
		"a scope in capitals":                      {func(e *consent.Entry) { e.Scope = strings.Repeat("A", 64) }, false},
		"a text that is no hash":                   {func(e *consent.Entry) { e.Text = "x" }, false},
		"a text with a line break":                 {func(e *consent.Entry) { e.Text += "\n" }, false},
		"a language with a line break":             {func(e *consent.Entry) { e.Language = "fr\n" }, false},
		"no language":                              {func(e *consent.Entry) { e.Language = "" }, false},
		"a portal with a path":                     {func(e *consent.Entry) { e.Portal += "/page" }, false}, // P-05
		"a portal with a query":                    {func(e *consent.Entry) { e.Portal += "?q" }, false},
		"a portal with a name and password":        {func(e *consent.Entry) { e.Portal = "https://a:b@portail.example" }, false},
		"a portal of another kind":                 {func(e *consent.Entry) { e.Portal = "javascript://x" }, false},
		"a portal with a NUL":                      {func(e *consent.Entry) { e.Portal += "\x00" }, false},
		"a portal with a line separator":           {func(e *consent.Entry) { e.Portal += "\u2028" }, false},
		"a portal that is not UTF-8":               {func(e *consent.Entry) { e.Portal += "\xff" }, false},
		"a purpose named like a key of the cookie": {func(e *consent.Entry) { e.Choice["timestamp"] = false }, false},
		"a purpose with a space":                   {func(e *consent.Entry) { e.Choice["a b"] = false }, false},
		"a year of five digits":                    {func(e *consent.Entry) { e.Time = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC) }, false},
		"a year before the first":                  {func(e *consent.Entry) { e.Time = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC) }, false},
	} {
		e := granted()
		c.change(&e)
		if err := e.Check(); (err == nil) != c.ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAChoiceThatIsWrittenOtherwiseIsNotRead(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"statistics", "statistics=", "statistics=yes", "=", "a=true b"} {
		if choice, err := consent.ParseChoice(text); err == nil {
			t.Errorf("%q is read as %v", text, choice)
		}
	}
}

// The order is part of what is hashed: it is that of the words, not of the ids.
func TestChoiceIsWrittenInTheOrderOfItsWords(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		choice, words := consent.Choice{}, []string{}
		for _, id := range rapid.SliceOfDistinct(rapid.StringMatching(`[ab][ab1_]{0,3}`), rapid.ID).Draw(t, "ids") {
			choice[id] = rapid.Bool().Draw(t, id)
			words = append(words, id+"="+strconv.FormatBool(choice[id]))
		}
		slices.Sort(words)
		if got, want := choice.String(), strings.Join(words, " "); got != want {
			t.Fatalf("%q, want %q", got, want)
		}
	})
}
