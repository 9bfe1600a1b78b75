package proof

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/message"
)

// DossierSource is the part of a registry that a dossier reads.
type DossierSource interface {
	Evidence
	Source
}

// Dossier configures the file for an inspection.
type Dossier struct {
	Registry DossierSource
	// Sheets is how the CSV files are written.
	Sheets csv.Format
	Days   Range
	// Verifier is docs/verify.py, Format docs/record-format.md.
	Verifier, Format []byte
	// Heads are links that were stored elsewhere. Stamps is the folder of time stamps.
	Heads  []consent.Link
	Stamps string
	// Camera takes the pictures. If it is nil there are none, and NoPictures is the
	// reason.
	Camera     Camera
	NoPictures string
	Now        time.Time
	Progress   Progress
}

// asVerified is a source without the records appended after the verification, so that
// every part of a dossier contains the same records. It fails if some of them were purged
// since.
type asVerified struct {
	DossierSource
	after, head consent.Link
}

func (v asVerified) Verify(ctx context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	return v.DossierSource.Verify(ctx, func(after, _ consent.Link, all iter.Seq2[consent.Record, error]) error {
		if after != v.after {
			return message.Errorf("records older than the retention were removed while the dossier was written, so its files would differ: run the command again")
		}
		return f(after, v.head, upTo(v.head, all))
	})
}

// Write verifies the chain and writes a zip: the export of the days, every text shown
// with its pictures, every scope, trackers, history, totals, the verifier, a README and
// a manifest with the SHA-256 of each file. If the chain is broken, it writes
// nothing. It returns how many of the texts have pictures.
func (d Dossier) Write(ctx context.Context, to io.Writer) (Pictured, error) {
	stamps, err := ReadStamps(d.Stamps)
	if err != nil {
		return Pictured{}, err
	}
	verdict, err := Verify(ctx, d.Registry, append(d.Heads[:len(d.Heads):len(d.Heads)], HeadsOf(stamps)...), d.Now, d.Progress)
	if err != nil {
		return Pictured{}, err
	}
	verdict.Mismatches = slices.DeleteFunc(verdict.Mismatches, func(m Mismatch) bool { return !d.Days.holds(m.Day) })
	history, err := d.Registry.History(ctx)
	if err != nil {
		return Pictured{}, err
	}
	d.Registry = asVerified{d.Registry, verdict.After, verdict.Head}
	z := &archive{zip: zip.NewWriter(to), now: d.Now}
	pictured, err := d.fill(ctx, z, verdict, history, stamps)
	if err != nil {
		return Pictured{}, err
	}
	return pictured, z.close()
}

// fill adds every file to the archive, except the manifest.
func (d Dossier) fill(ctx context.Context, z *archive, verdict Verdict, history []consent.Period, stamps []Stamp) (Pictured, error) {
	for _, file := range []struct{ name, format string }{{"journal.csv", "csv"}, {"journal.jsonl", "jsonl"}, {"journal-dpv.jsonl", "dpv"}} {
		z.add(file.name, func(w io.Writer) error {
			_, err := Export(ctx, d.Registry, d.Days, file.format, d.Sheets, w, d.Progress)
			return err
		})
	}
	z.add("trackers.csv", func(w io.Writer) error { return writeTrackers(w, d.Sheets, history) })
	z.add("historique.csv", func(w io.Writer) error { return writeHistory(w, d.Sheets, history) })
	z.add("totaux.csv", func(w io.Writer) error { return d.writeTotals(ctx, w) })
	z.addBytes("verify.py", d.Verifier)
	z.addBytes("record-format.md", d.Format)
	scopes, err := d.addScopes(ctx, z)
	if err != nil {
		return Pictured{}, err
	}
	authority, err := d.addStamps(z, stamps)
	if err != nil {
		return Pictured{}, err
	}
	pictures := &album{camera: d.Camera}
	texts, err := d.addTexts(ctx, z, history, pictures)
	if err != nil {
		return Pictured{}, err
	}
	z.add("index.html", func(w io.Writer) error { return d.writeIndex(ctx, w, verdict, history, texts, scopes) })
	readme, err := d.readme(verdict, history, pictures.Pictured, stamps, authority)
	if err != nil {
		return Pictured{}, err
	}
	z.addBytes("LISEZMOI.txt", readme)
	return pictures.Pictured, nil
}

// addTexts adds every text that was ever shown, and a list of them with the time when
// each was first served and the periods in which visitors without a choice saw it.
func (d Dossier) addTexts(ctx context.Context, z *archive, history []consent.Period, pictures *album) ([]shownText, error) {
	hashes, err := d.Registry.Texts(ctx)
	if err != nil {
		return nil, err
	}
	contents, all := map[string]consent.Text{}, []shownText(nil)
	for _, version := range hashes {
		t, err := d.Registry.Text(ctx, version)
		if err != nil {
			return nil, err
		}
		contents[version] = t
		all = append(all, newShownText(version, t, history))
	}
	nameTexts(all)
	for i := range all {
		shown, t := &all[i], contents[all[i].Hash]
		z.addBytes("textes/"+shown.Name+".html", t.HTML)
		if len(t.CSS) > 0 {
			z.addBytes("textes/"+shown.Name+".css", t.CSS)
		}
		shown.Pictured = pictures.add(ctx, z, shown.Name, t)
		shown.titles = titlesIn(t)
	}
	z.add("textes.csv", func(w io.Writer) error { return writeTexts(w, d.Sheets, all) })
	return all, nil
}

// addStamps adds the statements and tokens, and the authority's certificate if there is
// one. authority reports whether there is.
func (d Dossier) addStamps(z *archive, stamps []Stamp) (authority bool, err error) {
	if len(stamps) == 0 {
		return false, nil
	}
	files := []string{authorityFile}
	for _, s := range stamps {
		files = append(files, s.Name+statementFile, s.Name+tokenFile)
	}
	for _, name := range files {
		content, err := readStampFile(filepath.Join(d.Stamps, name))
		if name == authorityFile && errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return false, err
		}
		authority = authority || name == authorityFile
		z.addBytes("horodatages/"+name, content)
	}
	return authority, nil
}

// addScopes adds every scope, named after the hash that records cite.
func (d Dossier) addScopes(ctx context.Context, z *archive) ([]consent.Scope, error) {
	scopes, err := d.Registry.Scopes(ctx)
	for _, s := range scopes {
		z.addBytes("perimetres/"+s.Hash()+".txt", []byte(s.String()))
	}
	return scopes, err
}

func (d Dossier) writeTotals(ctx context.Context, w io.Writer) error {
	totals, err := d.Registry.Totals(ctx, d.Days.From, d.Days.To)
	if err != nil {
		return err
	}
	if err := d.Sheets.WriteHead(w, []string{"day", "decision", "choice", "language", "text", "count"}); err != nil {
		return err
	}
	for _, t := range totals {
		decision := string(t.Decision)
		switch t.Decision {
		case consent.BannerShown:
			decision = "shown"
		case consent.BannerShownAgain:
			decision = "shown_again"
		}
		err := d.Sheets.WriteRow(w, []string{t.Day.Format(time.DateOnly), d.Sheets.Word(decision), choiceCell(d.Sheets, t.Choice), t.Language, t.Text, strconv.FormatInt(t.Count, 10)})
		if err != nil {
			return err
		}
	}
	return nil
}

// choiceCell returns a choice with the sheet's words for yes and no.
func choiceCell(sheet csv.Format, c consent.Choice) string {
	var cells []string
	for _, id := range slices.Sorted(maps.Keys(c)) {
		cells = append(cells, id+"="+sheet.Bool(c[id]))
	}
	return strings.Join(cells, " ")
}
