package textdiff

// context is the number of unchanged words on either side of a change.
const context = 12

// Ellipsis replaces unchanged words between two changes. It is a word itself.
const Ellipsis = "…"

// Changes returns the differences between two texts with a few unchanged words around
// each, or nil if the texts are equal.
func Changes(old, new []string) []Piece {
	all := Compare(old, new)
	if len(all) < 2 && (len(all) == 0 || all[0].Kind == Same) {
		return nil
	}
	for i, p := range all {
		if p.Kind == Same {
			all[i].Words = shorten(p.Words, i == 0, i == len(all)-1)
		}
	}
	return all
}

// shorten removes the middle of a run of unchanged words. At the start of the text it keeps
// the last words of the run alone, and at the end the first.
func shorten(words []string, first, last bool) []string {
	before, after := context, context // words to retain at the start and at the end
	if first {
		before = 0
	}
	if last {
		after = 0
	}
	if len(words) <= before+after {
		return words
	}
	short := append([]string(nil), words[:before]...)
	short = append(short, Ellipsis)
	return append(short, words[len(words)-after:]...)
}
