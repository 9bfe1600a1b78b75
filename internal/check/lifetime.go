package check

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	day   = 24 * time.Hour
	month = 365 * day / 12
	year  = 365 * day
	// endless represents "permanent".
	endless = 200 * year
	// thirteenMonths is the longest possible duration of 13 calendar months.
	thirteenMonths = 397 * day
)

var token = regexp.MustCompile(`\d{1,3}(?: \d{3})+|\d+(?:[.,]\d+)?|[a-zß]+|[,;]`)

// Lifetime parses the duration of a cookie, written in a language of
// locales/words.toml. If the text contains several durations, it returns the longest;
// for a session it returns 0. The result is false if the text contains no duration.
func Lifetime(text string) (time.Duration, bool) {
	text = fold(text)
	if pattern("endless").MatchString(text) {
		return endless, true
	}
	tokens := token.FindAllString(text, -1)
	longest, sum := time.Duration(0), time.Duration(0)
	for i := 0; i < len(tokens); i++ {
		one, ok := length(tokens[i:])
		switch {
		case ok: // "1 an et 1 mois" is one duration
			sum = min(sum, endless-one) + one // the sum itself may overflow
			longest = max(longest, sum)
			i++
		case !slices.Contains(vocabulary().ands, tokens[i]):
			sum = 0
		}
	}
	return longest, longest > 0 || pattern("session").MatchString(text)
}

// length parses a number and a unit at the start of tokens.
func length(tokens []string) (time.Duration, bool) {
	if len(tokens) < 2 {
		return 0, false
	}
	n, named := vocabulary().numbers[tokens[0]]
	if !named {
		var err error
		if n, err = strconv.ParseFloat(strings.NewReplacer(",", ".", " ", "").Replace(tokens[0]), 64); err != nil {
			return 0, false
		}
	}
	unit, known := vocabulary().units[tokens[1]]
	return time.Duration(min(n*float64(unit), float64(endless))), known
}

// months rounds a duration to whole months.
func months(d time.Duration) int { return int((d + month/2) / month) }
