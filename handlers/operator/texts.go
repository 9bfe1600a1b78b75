package operator

import (
	"context"
	"sync"

	"charte/internal/consent"
)

// texts caches the metadata of stored texts, without HTML and CSS. It never expires
// entries, because stored texts do not change.
type texts struct {
	registry Registry
	mu       sync.Mutex
	known    map[string]consent.Text // without HTML and CSS
}

func newTexts(r Registry) *texts { return &texts{registry: r, known: map[string]consent.Text{}} }

// all returns the metadata of every stored text by hash.
func (t *texts) all(ctx context.Context) (map[string]consent.Text, error) {
	hashes, err := t.registry.Texts(ctx)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	found := make(map[string]consent.Text, len(hashes))
	for _, hash := range hashes {
		if _, known := t.known[hash]; !known {
			text, err := t.registry.Text(ctx, hash)
			if err != nil {
				return nil, err
			}
			text.HTML, text.CSS = nil, nil
			t.known[hash] = text
		}
		found[hash] = t.known[hash]
	}
	return found, nil
}
