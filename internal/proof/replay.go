package proof

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"regexp"

	"charte/internal/consent"
	"charte/internal/message"
)

// ReplaySource is the part of a registry that a replay reads.
type ReplaySource interface {
	Text(ctx context.Context, hash string) (consent.Text, error)
	Receipt(ctx context.Context, id string) ([]consent.Record, error)
	Records(ctx context.Context, from int64) iter.Seq2[consent.Record, error]
}

// ByReceipt returns the record that created a receipt, then those that ended it. The
// first must cite a text.
func ByReceipt(ctx context.Context, s ReplaySource, id string) ([]consent.Record, error) {
	records, err := s.Receipt(ctx, id)
	if errors.Is(err, consent.ErrNotFound) {
		return nil, message.Errorf("no record gave the receipt %q: it is mistyped, or older than the retention", id)
	}
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		if err := unchanged(r); err != nil {
			return nil, err
		}
	}
	return records, citing(records[0])
}

// unchanged fails if the record does not match its hash.
func unchanged(r consent.Record) error {
	if err := r.Unchanged(); err != nil {
		return message.Errorf("verification failed: %w; run charte verify", err)
	}
	return nil
}

// citing fails if the record cites no text.
func citing(r consent.Record) error {
	if r.Text == "" {
		return message.Errorf("record %d cites no text: it is a refusal that came without one, or takes back a part of a grant", r.Sequence)
	}
	return nil
}

// BySequence returns the record with that number, which must cite a text.
func BySequence(ctx context.Context, s ReplaySource, sequence int64) ([]consent.Record, error) {
	for r, err := range s.Records(ctx, sequence) {
		if err != nil {
			return nil, err
		}
		if r.Sequence != sequence {
			break
		}
		if err := unchanged(r); err != nil {
			return nil, err
		}
		return []consent.Record{r}, citing(r)
	}
	return nil, message.Errorf("no record has the number %d", sequence)
}

// Replayed names the files that a text was written to.
type Replayed struct {
	// HTML and CSS hold exactly what was served; their hash is the text version.
	// CSS is empty if the style is part of the HTML.
	HTML, CSS string
	// View is a copy for a browser, its style linked from beside it.
	View string
}

// stylesheet is the link in our pages to our own style.
var stylesheet = regexp.MustCompile(`href="(?:/[A-Za-z0-9._~-]+)*/static/[^"]*\.css"`)

// Replay writes a text version into a folder, byte for byte, and a copy of it
// that a browser can show. Evidence is not overwritten; see [writeNew].
func Replay(ctx context.Context, s ReplaySource, hash, folder string) (r Replayed, t consent.Text, err error) {
	t, err = s.Text(ctx, hash)
	if errors.Is(err, consent.ErrNotFound) {
		return r, t, message.Errorf("no text version %s is in the registry", hash)
	}
	if err != nil {
		return r, t, err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return r, t, err
	}
	name := func(end string) string { return filepath.Join(folder, hash[:12]+end) }
	r.HTML = name(".html")
	if err := writeNew(r.HTML, t.HTML); err != nil {
		return r, t, err
	}
	r.View = r.HTML
	if len(t.CSS) == 0 {
		return r, t, nil
	}
	r.CSS, r.View = name(".css"), name(".view.html")
	if err := writeNew(r.CSS, t.CSS); err != nil {
		return r, t, err
	}
	link := []byte(`href="` + hash[:12] + `.css"`)
	return r, t, writeNew(r.View, document(t.Language, stylesheet.ReplaceAllLiteral(t.HTML, link)))
}

// WriteRecord writes a record, with every field that its hash covers, into a folder and
// returns the file's name.
func WriteRecord(r consent.Record, folder string) (string, error) {
	content, err := json.Marshal(r)
	if err != nil {
		return "", err
	}
	path := filepath.Join(folder, fmt.Sprintf("record-%d.json", r.Sequence))
	return path, writeNew(path, append(content, '\n'))
}

// writeNew writes a file. It accepts a file that has this content already, and leaves one
// with other content alone.
func writeNew(path string, content []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		if have, unread := os.ReadFile(path); unread == nil && bytes.Equal(have, content) {
			return nil
		}
		return message.Errorf("%s exists with other content and is not overwritten; give another folder with --out", path)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
