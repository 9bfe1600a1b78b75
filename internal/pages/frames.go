package pages

import (
	"crypto/sha256"
	"encoding/hex"

	"charte/internal/charter"
	"charte/views"
)

// Frame is what a kit's frame shows in one language.
type Frame struct {
	Lang string
	// Banner is the document for a visitor who is asked; nil if no visitor is.
	Banner []byte
	// Handle is the document after a choice.
	Handle []byte
}

// Frames returns the frames of every language, in the charter's order.
func (p *Pages) Frames() ([]Frame, error) {
	var all []Frame
	for _, lang := range p.content.Charter.Languages {
		f := Frame{Lang: lang}
		if p.mode != charter.None {
			banner, err := p.Banner(lang, Visitor{}, false)
			if err != nil {
				return nil, err
			}
			f.Banner = banner.HTML()
		}
		handle, err := p.Handle(lang, views.Signal)
		if err != nil {
			return nil, err
		}
		f.Handle = handle.HTML()
		all = append(all, f)
	}
	return all, nil
}

// Fingerprint identifies what the frames show, in 16 hex digits: the same text and
// theme give the same fingerprint, whatever the settings.
func (p *Pages) Fingerprint() (string, error) {
	all, err := p.Frames()
	if err != nil {
		return "", err
	}
	sum := sha256.New()
	for _, f := range all {
		sum.Write(f.Banner)
		sum.Write(f.Handle)
	}
	return hex.EncodeToString(sum.Sum(nil)[:8]), nil
}
