package command

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"charte/docs"
	"charte/internal/chromium"
	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/message"
	"charte/internal/proof"
)

// dossierCommand writes the file for an inspection.
type dossierCommand struct {
	timed
	registryFlag
	stampsFlag
	rangeFlags
	localeFlag
	Head    []string `placeholder:"N:HASH" help:"Head stored elsewhere, to compare the chain with; repeat for several."`
	Browser string   `placeholder:"PATH" help:"Chromium that takes the pictures of the texts. Default: the installed one, if any. \"off\": no pictures."`
	Out     string   `required:"" placeholder:"FILE.zip" help:"File to write, which must not exist yet."`
}

// Run writes the dossier. If it fails, it leaves no file.
func (c *dossierCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	days, err := c.days(c.clock.Now())
	if err != nil {
		return message.Errorf("dossier: %w", err)
	}
	heads, err := parseHeads(c.Head)
	if err != nil {
		return err
	}
	sheets, err := c.sheets()
	if err != nil {
		return err
	}
	address, err := c.address()
	if err != nil {
		return err
	}
	return c.read(ctx, func(r consent.Registry) error {
		advance, done := progress(stderr, message.Of("writing"), message.Of("records"))
		d := newDossier(r, days, heads, advance)
		d.Stamps, d.Sheets, d.Now = c.folder(address), sheets, c.clock.Now()
		end, err := startCamera(ctx, c.Browser, &d)
		if c.Browser != "" && err != nil {
			return message.Errorf("--browser: %w", err)
		}
		defer end()
		var pictures proof.Pictured
		err = writeFile(c.Out, nil, func(w io.Writer) (err error) {
			pictures, err = d.Write(ctx, w)
			return err
		})
		done()
		if err != nil {
			return err
		}
		c.describe(stdout, d, pictures)
		return nil
	})
}

// describe prints where the dossier is, and how many pictures it has if any were asked for.
func (c *dossierCommand) describe(w io.Writer, d proof.Dossier, pictures proof.Pictured) {
	say(w, message.Of("The dossier is in %s; its LISEZMOI.txt explains what each file proves.", c.Out))
	if d.NoPictures != proof.NotAsked {
		say(w, message.Of("Texts with pictures: %d of %d.", pictures.Shown, pictures.Texts))
	}
}

// newDossier returns a dossier without time and pictures, which the caller sets.
func newDossier(r consent.Registry, days proof.Range, heads []consent.Link, advance proof.Progress) proof.Dossier {
	return proof.Dossier{
		Registry: r, Days: days, Verifier: docs.Verifier, Format: docs.RecordFormat, Heads: heads, Progress: advance,
	}
}

// startCamera starts the browser that takes the dossier's pictures. If it cannot, it
// sets NoPictures to the reason. The caller calls end, which closes the browser.
func startCamera(ctx context.Context, browser string, d *proof.Dossier) (end func(), err error) {
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

// pictureTime is the time limit for the pictures of a dossier downloaded from the
// operator's pages. The command line has no limit.
const pictureTime = time.Minute

// writeFullDossier writes the dossier of all records, with the pictures that could be
// taken within pictureTime.
func writeFullDossier(ctx context.Context, now time.Time, r consent.Registry, sheets csv.Format, stamps string, w io.Writer, log *slog.Logger) error {
	d := newDossier(r, proof.Always(), nil, func(_, _ int64) {})
	d.Now, d.Stamps, d.Sheets = now, stamps, sheets
	timed, cancel := context.WithTimeout(ctx, pictureTime)
	defer cancel()
	end, err := startCamera(timed, "", &d)
	defer end()
	pictures, failed := d.Write(ctx, w)
	if err := errors.Join(err, pictures.Failed); err != nil {
		log.WarnContext(ctx, "a dossier was written without some of its pictures", "error", err, "texts", pictures.Texts, "shown", pictures.Shown)
	}
	return failed
}

// parseHeads parses the values of --head.
func parseHeads(texts []string) (heads []consent.Link, err error) {
	for _, text := range texts {
		head, err := proof.ParseHead(text)
		if err != nil {
			return nil, message.Errorf("--head %q: %w", text, err)
		}
		heads = append(heads, head)
	}
	return heads, nil
}
