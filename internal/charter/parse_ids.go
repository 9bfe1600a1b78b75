package charter

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"charte/internal/consent"
	"charte/internal/message"
)

// reservedIDs lists the fragments that the pages use for themselves.
var reservedIDs = []string{"choices", "content", "top", "main"}

// objectionsID is the fragment of the group of purposes to which visitors can object. It
// is reserved only where there are some, because earlier charters may use it.
const objectionsID = "objections"

// ids holds the fragments of a page, with the line of each; 0 for reserved ones.
type ids struct {
	lines map[string]int
	last  map[string]int // the last number tried for each id that was taken
}

func newIDs() *ids {
	i := &ids{lines: map[string]int{}, last: map[string]int{}}
	for _, id := range reservedIDs {
		i.lines[id] = 0
	}
	return i
}

// has reports whether an id is taken, or reserved.
func (i *ids) has(id string) bool {
	_, taken := i.lines[id]
	return taken
}

// add takes wanted and returns it, or takes and returns wanted-2, wanted-3 and so on if
// it is taken.
func (i *ids) add(wanted string, line int) string {
	id := wanted
	for i.has(id) {
		i.last[wanted] = max(i.last[wanted], 1) + 1
		id = wanted + "-" + strconv.Itoa(i.last[wanted])
	}
	i.lines[id] = line
	return id
}

// slug makes an id of a title: letters without accents, digits and hyphens.
func slug(title string) string {
	var b strings.Builder
	for _, c := range lowerWithoutAccents(title) {
		switch {
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	if s := strings.Trim(b.String(), "-"); s != "" {
		return s
	}
	return "section"
}

// idFix returns what to write in place of a purpose id that is not valid.
func idFix(id string, err error) message.Text {
	if slices.Contains(consent.PlatformKeys(), id) {
		return message.Of("%s is the name of a tool in the cookie: write id: statistics and platform_keys: [%s], and {#statistics} in the headings", id, id)
	}
	return message.OfError(err)
}
