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

// units are the words for lengths of time, folded.
var units = map[string]time.Duration{
	"s": time.Second, "sec": time.Second, "seconde": time.Second, "secondes": time.Second, "second": time.Second, "seconds": time.Second,
	"min": time.Minute, "mins": time.Minute, "minute": time.Minute, "minutes": time.Minute,
	"h": time.Hour, "hr": time.Hour, "hrs": time.Hour, "heure": time.Hour, "heures": time.Hour, "hour": time.Hour, "hours": time.Hour,
	"j": day, "d": day, "jour": day, "jours": day, "day": day, "days": day,
	"semaine": 7 * day, "semaines": 7 * day, "week": 7 * day, "weeks": 7 * day,
	"mois": month, "month": month, "months": month,
	"an": year, "ans": year, "annee": year, "annees": year, "year": year, "years": year, "yr": year, "yrs": year,
}

// numbers are the words for numbers, folded.
var numbers = map[string]float64{
	"un": 1, "une": 1, "one": 1, "a": 1, "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4,
	"cinq": 5, "five": 5, "six": 6, "sept": 7, "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10, "ten": 10,
	"onze": 11, "eleven": 11, "douze": 12, "twelve": 12, "treize": 13, "thirteen": 13, "quinze": 15, "trente": 30, "thirty": 30,
}

var (
	token    = regexp.MustCompile(`\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)?|[a-z]+|[,;]`)
	sessions = regexp.MustCompile(`\bsession\b|fermeture|ferme le navigateur|clos(?:es?|ing|ed) (?:of )?(?:the |your )?browser|browser (?:is closed|closes)`)
	forever  = regexp.MustCompile(`\bpermanente?\b|\bpersistante?\b|\bpersistent\b|illimite|unlimited|never expires?|sans limite|n'expire`)
)

// Lifetime reads what a charter says of a cookie's duration, in French or
// English: the longest of what it names, 0 for a session. It returns false where
// it cannot tell.
func Lifetime(text string) (time.Duration, bool) {
	text = fold(text)
	if forever.MatchString(text) {
		return endless, true
	}
	words := token.FindAllString(text, -1)
	longest, sum := time.Duration(0), time.Duration(0)
	for i := 0; i < len(words); i++ {
		one, ok := length(words[i:])
		switch {
		case ok: // "1 an et 1 mois" is one duration
			sum = min(sum+one, endless)
			longest = max(longest, sum)
			i++
		case words[i] != "et" && words[i] != "and":
			sum = 0
		}
	}
	return longest, longest > 0 || sessions.MatchString(text)
}

// length reads a number and its unit at the start of words.
func length(words []string) (time.Duration, bool) {
	if len(words) < 2 {
		return 0, false
	}
	n, named := numbers[words[0]]
	if !named {
		var err error
		if n, err = strconv.ParseFloat(strings.NewReplacer(",", ".", " ", "").Replace(words[0]), 64); err != nil {
			return 0, false
		}
	}
	unit, known := units[words[1]]
	return time.Duration(min(n*float64(unit), float64(endless))), known
}

// months rounds a duration to whole months.
func months(d time.Duration) int { return int((d + month/2) / month) }
