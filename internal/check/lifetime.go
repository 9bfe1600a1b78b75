package check

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

const (
	day   = 24 * time.Hour
	month = 365 * day / 12
	year  = 365 * day
	// endless is what "permanent" means.
	endless = 200 * year
	// thirteenMonths is the longest that 13 calendar months can be.
	thirteenMonths = 397 * day
	// sixMonths is how long a choice is valid; calendar months differ by days.
	sixMonths = 6 * month
)

// units are tried in order: "min" is a minute before it is anything else.
var units = []struct {
	pattern string
	length  time.Duration
}{
	{`secondes?|seconds?|secs?|s`, time.Second},
	{`minutes?|mins?`, time.Minute},
	{`heures?|hours?|hrs?|h`, time.Hour},
	{`jours?|days?|j|d`, day},
	{`semaines?|weeks?`, 7 * day},
	{`mois|months?`, month},
	{`ans?|annees?|years?|yrs?`, year},
}

var numbers = map[string]float64{
	"un": 1, "une": 1, "one": 1, "a": 1, "an": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4,
	"cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10, "ten": 10,
	"onze": 11, "eleven": 11, "douze": 12, "twelve": 12, "treize": 13, "thirteen": 13, "quinze": 15, "trente": 30, "thirty": 30,
}

var (
	amount   = regexp.MustCompile(`(\d{1,3}(?: \d{3})+ ?|\d+(?:[.,]\d+)? ?|\b(?:` + alternatives() + `) )(` + unitPattern() + `)\b`)
	joined   = regexp.MustCompile(`^ ?(et|and|\+)? ?$`)
	sessions = regexp.MustCompile(`\bsession\b|fermeture|ferme le navigateur|clos(es?|ing|ed) (of )?(the |your )?browser|browser (is closed|closes)`)
	forever  = regexp.MustCompile(`\bpermanente?\b|\bpersistante?\b|\bpersistent\b|illimite|unlimited|never expires?|sans limite|n'expire`)
)

func alternatives() string {
	words := make([]string, 0, len(numbers))
	for word := range numbers {
		words = append(words, word)
	}
	return strings.Join(words, "|")
}

func unitPattern() string {
	patterns := make([]string, len(units))
	for i, u := range units {
		patterns[i] = u.pattern
	}
	return strings.Join(patterns, "|")
}

// lifetime reads what a charter says of a cookie's duration, in French or
// English: the longest of what it names, 0 for a session. It returns false where
// it cannot tell.
func lifetime(text string) (time.Duration, bool) {
	text = strings.Join(strings.Fields(strings.NewReplacer("(", " ", ")", " ").Replace(fold(text))), " ")
	if forever.MatchString(text) {
		return endless, true
	}
	longest, current, end := time.Duration(0), time.Duration(0), -1
	for _, m := range amount.FindAllStringSubmatchIndex(text, -1) {
		one := length(text[m[2]:m[3]], text[m[4]:m[5]])
		if end >= 0 && joined.MatchString(text[end:m[0]]) {
			one += current // "1 an et 1 mois" is one duration
		}
		current, end = one, m[1]
		longest = max(longest, one)
	}
	return longest, longest > 0 || sessions.MatchString(text)
}

// length is a number of a unit, both as matched.
func length(number, unit string) time.Duration {
	n, named := numbers[strings.TrimSpace(number)]
	if !named {
		n, _ = strconv.ParseFloat(strings.NewReplacer(",", ".", " ", "").Replace(number), 64)
	}
	for _, u := range units {
		if regexp.MustCompile(`^(?:` + u.pattern + `)$`).MatchString(unit) {
			return time.Duration(min(n*float64(u.length), float64(endless)))
		}
	}
	return 0
}

// months rounds a duration to whole months.
func months(d time.Duration) int { return int((d + month/2) / month) }
