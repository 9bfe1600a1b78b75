package proof

import (
	"context"
	"slices"
	"strings"

	"charte/internal/consent"
)

// HeadStatement returns one line about the record, to be stored or time-stamped
// elsewhere: the head, as [FormatHead] writes it, and each text version in force, as
// language/surface=hash, sorted. The same record always gives the same bytes.
func HeadStatement(ctx context.Context, r Source, head consent.Link) (string, error) {
	history, err := r.History(ctx)
	if err != nil {
		return "", err
	}
	var texts []string
	for _, p := range history {
		if language, surface, isText := consent.TextOf(p.Name); isText && p.Value != "" && p.Until.IsZero() {
			texts = append(texts, language+"/"+string(surface)+"="+p.Value)
		}
	}
	slices.Sort(texts)
	return strings.Join(append([]string{FormatHead(head)}, texts...), " ") + "\n", nil
}
