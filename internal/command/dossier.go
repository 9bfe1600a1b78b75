package command

import (
	"context"
	"fmt"
	"io"
	"time"

	"charte/docs"
	"charte/internal/consent"
	"charte/internal/proof"
)

// dossierCommand makes the file for an inspection.
type dossierCommand struct {
	registryFlag
	rangeFlags
	Head []string `placeholder:"N:HASH" help:"Head that was kept elsewhere, to compare with; repeat for several."`
	Out  string   `required:"" placeholder:"FILE.zip" help:"File to write, which must not exist yet."`
}

// Run writes the dossier, or nothing.
func (c *dossierCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	days, err := proof.ParseRange(c.From, c.To)
	if err != nil {
		return fmt.Errorf("dossier: %w", err)
	}
	heads, err := parseHeads(c.Head)
	if err != nil {
		return err
	}
	return c.look(ctx, func(r registry) error {
		told, done := progress(stderr, "working")
		err := into(c.Out, nil, func(w io.Writer) error { return newDossier(r, days, heads, told).Write(ctx, w) })
		done()
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s holds the dossier; LISEZMOI.txt in it says what proves what.\n", c.Out)
		return nil
	})
}

func newDossier(r registry, days proof.Range, heads []consent.Link, told proof.Progress) proof.Dossier {
	return proof.Dossier{
		Registry: r, Days: days, Verifier: docs.Verifier, Format: docs.RecordFormat, Heads: heads, Now: time.Now(), Told: told,
	}
}

func parseHeads(texts []string) (heads []consent.Link, err error) {
	for _, text := range texts {
		head, err := proof.ParseHead(text)
		if err != nil {
			return nil, fmt.Errorf("--head %q: %w", text, err)
		}
		heads = append(heads, head)
	}
	return heads, nil
}
