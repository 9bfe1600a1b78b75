package textdiff

// Kind is whether words were added, removed or unchanged.
type Kind string

// The kinds.
const (
	Same    Kind = "same"
	Added   Kind = "added"
	Removed Kind = "removed"
)

// Piece is a run of words of one kind.
type Piece struct {
	Kind  Kind
	Words []string
}

// maxCells limits the pairs of words that are compared. Texts whose differing parts
// exceed it are reported as one removal and one addition.
const maxCells = 9_000_000

// Compare returns the differences between two texts in reading order. What was
// removed comes before what was added in its place.
func Compare(old, new []string) []Piece {
	start := 0
	for start < len(old) && start < len(new) && old[start] == new[start] {
		start++
	}
	end := 0
	for end < len(old)-start && end < len(new)-start && old[len(old)-1-end] == new[len(new)-1-end] {
		end++
	}
	var p pieces
	p.add(Same, old[:start]...)
	p.middle(old[start:len(old)-end], new[start:len(new)-end])
	p.add(Same, old[len(old)-end:]...)
	return p
}

type pieces []Piece

func (p *pieces) add(kind Kind, words ...string) {
	if len(words) == 0 {
		return
	}
	if last := len(*p) - 1; last >= 0 && (*p)[last].Kind == kind {
		(*p)[last].Words = append((*p)[last].Words, words...)
		return
	}
	*p = append(*p, Piece{kind, append([]string(nil), words...)})
}

// middle compares by the longest common subsequence.
func (p *pieces) middle(old, new []string) {
	if len(old)*len(new) > maxCells {
		p.add(Removed, old...)
		p.add(Added, new...)
		return
	}
	common := commonLengths(old, new)
	i, j := 0, 0
	for i < len(old) && j < len(new) {
		switch {
		case old[i] == new[j]:
			p.add(Same, old[i])
			i, j = i+1, j+1
		case common[i+1][j] >= common[i][j+1]:
			p.add(Removed, old[i])
			i++
		default:
			p.add(Added, new[j])
			j++
		}
	}
	p.add(Removed, old[i:]...)
	p.add(Added, new[j:]...)
}

// commonLengths returns a table: [i][j] is the length of the longest common
// subsequence of old[i:] and new[j:].
func commonLengths(old, new []string) [][]int32 {
	lengths := make([][]int32, len(old)+1)
	for i := range lengths {
		lengths[i] = make([]int32, len(new)+1)
	}
	for i := len(old) - 1; i >= 0; i-- {
		for j := len(new) - 1; j >= 0; j-- {
			if old[i] == new[j] {
				lengths[i][j] = lengths[i+1][j+1] + 1
			} else {
				lengths[i][j] = max(lengths[i+1][j], lengths[i][j+1])
			}
		}
	}
	return lengths
}
