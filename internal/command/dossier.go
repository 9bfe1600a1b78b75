package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"time"

	"charte/docs"
	"charte/internal/chromium"
	"charte/internal/consent"
	"charte/internal/proof"
)

// dossierCommand makes the file for an inspection.
type dossierCommand struct {
	timed
	registryFlag
	rangeFlags
	Head    []string `placeholder:"N:HASH" help:"Head that was kept elsewhere, to compare with; repeat for several."`
	Browser string   `placeholder:"PATH" help:"Chromium that draws each text, for its pictures. Default: the one that is installed, if any. \"off\": no pictures."`
	Out     string   `required:"" placeholder:"FILE.zip" help:"File to write, which must not exist yet."`
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
	return c.read(ctx, func(r consent.Registry) error {
		told, done := progress(stderr, "working", "records")
		d := newDossier(r, days, heads, told)
		d.Now = c.clock.Now()
		end, err := photograph(ctx, c.Browser, &d)
		if c.Browser != "" && err != nil {
			return fmt.Errorf("--browser: %w", err)
		}
		defer end()
		var pictures proof.Pictured
		err = into(c.Out, nil, func(w io.Writer) (err error) {
			pictures, err = d.Write(ctx, w)
			return err
		})
		done()
		if err != nil {
			return err
		}
		fmt.Fprintf(stdout, "%s holds the dossier; LISEZMOI.txt in it says what proves what.\n", c.Out)
		if d.NoPictures != proof.NotAsked {
			fmt.Fprintf(stdout, "%d of %d texts have pictures.\n", pictures.Shown, pictures.Texts)
		}
		return nil
	})
}

func newDossier(r consent.Registry, days proof.Range, heads []consent.Link, told proof.Progress) proof.Dossier {
	return proof.Dossier{
		Registry: r, Days: days, Verifier: docs.Verifier, Format: docs.RecordFormat, Heads: heads, Told: told,
	}
}

// photograph starts the browser that takes a dossier's pictures, or sets the reason
// why there are none. end closes the browser.
func photograph(ctx context.Context, browser string, d *proof.Dossier) (end func(), err error) {
	end = func() {}
	if browser == "off" {
		d.NoPictures = proof.NotAsked
		return end, nil
	}
	path, err := chromium.Find(browser)
	if err != nil {
		d.NoPictures = proof.NotInstalled
		return end, err
	}
	camera, err := chromium.Start(ctx, path, chromium.Options{})
	if err != nil {
		d.NoPictures = proof.NotStarted
		return end, err
	}
	d.Camera = camera
	return camera.Close, nil
}

// pictureTime bounds how long the pictures of a dossier may take that is waited
// for in a browser; the command line has all the time.
const pictureTime = time.Minute

// dossierNow writes the dossier of everything, with the pictures that there is
// time for.
func dossierNow(ctx context.Context, now time.Time, r consent.Registry, w io.Writer, log *slog.Logger) error {
	d := newDossier(r, proof.Always(), nil, func(_, _ int64) {})
	d.Now = now
	timed, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	end, err := photograph(timed, "", &d)
	defer end()
	pictures, failed := d.Write(ctx, w)
	if err := errors.Join(err, pictures.Failed); err != nil {
		log.WarnContext(ctx, "a dossier lacks pictures", "error", err, "texts", pictures.Texts, "shown", pictures.Shown)
	}
	return failed
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
