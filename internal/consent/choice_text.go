package consent

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// String writes the choice sorted by purpose: "first_party=false statistics=true".
func (c Choice) String() string {
	var room [MaxPurposes]string
	ids, size := room[:0], 0
	for id := range c {
		ids, size = append(ids, id), size+len(id)+len("=false ")
	}
	slices.SortFunc(ids, compareWords)
	var b strings.Builder
	b.Grow(size)
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(id)
		b.WriteByte('=')
		b.WriteString(strconv.FormatBool(c[id]))
	}
	return b.String()
}

// compareWords compares ids as if "=" followed each of them: "a1=" comes before "a=".
func compareWords(a, b string) int {
	common := min(len(a), len(b))
	if order := strings.Compare(a[:common], b[:common]); order != 0 || len(a) == len(b) {
		return order
	}
	if len(a) < len(b) {
		return cmp.Compare('=', b[common])
	}
	return cmp.Compare(a[common], '=')
}

// ParseChoice reads back what [Choice.String] wrote.
func ParseChoice(text string) (Choice, error) {
	choice := Choice{}
	for _, word := range strings.Fields(text) {
		id, value, _ := strings.Cut(word, "=")
		granted, err := strconv.ParseBool(value)
		if err != nil {
			return nil, fmt.Errorf("choice %q: %w", word, err)
		}
		choice[id] = granted
	}
	return choice, nil
}
