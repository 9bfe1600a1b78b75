package proof

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"time"

	"charte/internal/consent"
	"charte/internal/ledger"
)

// readme says in French what each file of a dossier proves, and what it does not.
//
//go:embed LISEZMOI.txt
var readme string

// readme fills in what this dossier holds.
func (d Dossier) readme(v Verdict, history []ledger.Period, pictures *album) string {
	return strings.NewReplacer(
		"{moment}", frenchMoment(d.Now),
		"{décisions}", d.Days.String(),
		"{images}", pictures.contents(),
		"{journal}", v.french(),
		"{tête}", FormatHead(v.Head),
		"{têtes}", strconv.Itoa(v.Compared(d.Heads)),
		"{sans images}", pictures.missing(d.NoPictures),
		"{purgées}", purged(v.After),
		"{perdus}", unrecorded(named(history, consent.NoteUnrecorded)),
	).Replace(readme)
}

// french says how much the chain holds.
func (v Verdict) french() string {
	switch n := v.Records(); n {
	case 0:
		return "le journal ne comptait aucune ligne"
	case 1:
		return fmt.Sprintf("le journal entier comptait une ligne, la %d", v.Head.Sequence)
	default:
		return fmt.Sprintf("le journal entier comptait %d lignes, de la %d à la %d", n, v.After.Sequence+1, v.Head.Sequence)
	}
}

// purged says what a purge has removed, which ended at the link.
func purged(after consent.Link) string {
	if after.Sequence == 0 {
		return "aucune n’a encore été purgée"
	}
	return fmt.Sprintf("celles jusqu’à la %d ont été purgées, et leurs totaux restent", after.Sequence)
}

// unrecorded says what was lost since each start of the service. A count grows while
// the service runs, and is noted as it grows: the last one of each start counts.
func unrecorded(noted []ledger.Period) string {
	last, starts := map[string]string{}, []string{}
	for _, p := range noted {
		count, since, _ := strings.Cut(p.Value, " since ")
		if last[since] == "" {
			starts = append(starts, since)
		}
		last[since] = count
	}
	if len(starts) == 0 {
		return "aucun."
	}
	said := ""
	for _, since := range starts {
		started := since
		if at, err := time.Parse(time.RFC3339, since); err == nil {
			started = frenchMoment(at)
		}
		said += "\n    " + last[since] + " depuis le démarrage du " + started
	}
	return said
}

// String says the days as a French reader writes them.
func (r Range) String() string {
	first, last := r.From.Year() > 1, r.To.Year() < 9999
	switch {
	case first && last && r.From.Equal(r.To):
		return "les décisions prises le " + frenchDay(r.From)
	case first && last:
		return "les décisions prises du " + frenchDay(r.From) + " au " + frenchDay(r.To)
	case first:
		return "les décisions prises depuis le " + frenchDay(r.From)
	case last:
		return "les décisions prises jusqu’au " + frenchDay(r.To)
	}
	return "toutes les décisions enregistrées"
}

var months = [...]string{
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
}

func frenchDay(t time.Time) string {
	day := strconv.Itoa(t.Day())
	if t.Day() == 1 {
		day = "1er"
	}
	return fmt.Sprintf("%s\u00a0%s %d", day, months[t.Month()-1], t.Year())
}

func frenchMoment(t time.Time) string {
	t = t.UTC()
	return fmt.Sprintf("%s à %d\u00a0h\u00a0%02d (UTC)", frenchDay(t), t.Hour(), t.Minute())
}
