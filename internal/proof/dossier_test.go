package proof_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"iter"
	"regexp"
	"strings"
	"testing"
	"time"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/proof"
	"charte/internal/store/sqlite"
)

// busy is a registry that a visitor writes to each time that it has been looked at.
type busy struct {
	*sqlite.Registry
	t *testing.T
}

func (b busy) Verify(ctx context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	err := b.Registry.Verify(ctx, f)
	add(b.t, b.Registry, refusal(start))
	return err
}

// Records are added while a dossier is made; all of its parts must be about the same
// records.
func TestDossierPartsAreAboutTheSameRecords(t *testing.T) {
	t.Parallel()
	r := open(t)
	added := add(t, r, grant(start, 1), refusal(start))
	all, _ := files(t, proof.Dossier{Registry: busy{r, t}})
	head := proof.FormatHead(added[1].Link())
	if readme := all["LISEZMOI.txt"]; !strings.Contains(readme, head) || !strings.Contains(readme, "comptait 2 lignes, de la 1 à la 2") {
		t.Errorf("the README is not about the 2 records that were verified:\n%s", readme)
	}
	for name, want := range map[string]int{"journal.csv": 3, "journal.jsonl": 3, "journal-dpv.jsonl": 2} {
		if n := strings.Count(all[name], "\n"); n != want {
			t.Errorf("%s has %d lines, want %d", name, n, want)
		}
	}
	if first, _, _ := strings.Cut(all["journal.jsonl"], "\n"); !strings.Contains(first, added[1].Hash) {
		t.Errorf("the export says %s, the README %s", first, head)
	}
}

// Each scope is stored under the hash that records cite, and matches the hash.
func TestDossierContainsTheScopesThatRecordsCite(t *testing.T) {
	t.Parallel()
	r := open(t)
	cited := add(t, r, grant(start, 1))[0].Scope
	all, _ := files(t, proof.Dossier{Registry: r})
	sum := sha256.Sum256([]byte(all["perimetres/"+cited+".txt"]))
	if hex.EncodeToString(sum[:]) != cited || !strings.Contains(all["SHA256SUMS"], "  perimetres/"+cited+".txt\n") {
		t.Errorf("the scope %.8s reads %q", cited, all["perimetres/"+cited+".txt"])
	}
}

func TestReadmeDescribesTheDossier(t *testing.T) {
	t.Parallel()
	r := open(t)
	days := func(from, to string) proof.Range {
		in, err := proof.ParseRange(from, to)
		must(t, err)
		return in
	}
	says := func(when string, in proof.Range, wants ...string) {
		t.Helper()
		readme, _, _ := dossier(t, proof.Dossier{Registry: r, Days: in})
		// The no-break spaces are looked at where the words come from.
		readme = strings.ReplaceAll(readme, "\u00a0", " ")
		for _, want := range wants {
			if !strings.Contains(readme, want) {
				t.Errorf("%s, the README does not say %q:\n%s", when, want, readme)
			}
		}
		if strings.ContainsAny(readme, "{}") {
			t.Errorf("%s, something is not filled in:\n%s", when, readme)
		}
	}
	says("empty", days("2026-03-01", "2026-03-31"), "Établi le 9 mars 2026 à 10 h 30 (UTC). Il porte sur les décisions prises du 1er mars 2026 au 31 mars 2026.",
		"le journal ne comptait aucune ligne ;", "durée de conservation : aucune n’a encore été purgée.", "ni plus tard : aucun.")
	add(t, r, refusal(start), refusal(start.AddDate(1, 0, 0)))
	// The count grows while the service runs: 5 since its first start, not 3 and 5.
	for minute, value := range []string{"3 since 2026-03-09T01:02:03Z", "5 since 2026-03-09T01:02:03Z", "1 since 2026-08-01T12:00:00Z"} {
		must(t, r.Note(t.Context(), consent.NoteUnrecorded, value, start.Add(time.Duration(minute)*time.Minute)))
	}
	says("with losses", days("2026-03-09", "2026-03-09"), "les décisions prises le 9 mars 2026.", "comptait 2 lignes, de la 1 à la 2 ;",
		"ni plus tard : \n    5 depuis le démarrage du 9 mars 2026 à 1 h 02 (UTC)\n    1 depuis le démarrage du 1er août 2026 à 12 h 00 (UTC)\n")
	_, err := r.Purge(t.Context(), start.AddDate(0, 1, 0), start.AddDate(2, 0, 0))
	must(t, err)
	says("purged", days("2027-01-01", ""), "les décisions prises depuis le 1er janvier 2027.", "comptait une ligne, la 2 ;", "valide, jusqu’à la ligne 2\n", "totaux.csv qui diffèrent du journal : 0 depuis le 9 mars 2027 ;", "celles jusqu’à la 1 ont été purgées")
	says("until a day", days("", "2027-12-31"), "les décisions prises jusqu’au 31 décembre 2027.")
	says("of all", proof.Always(), "toutes les décisions enregistrées.")
}

// A lawyer opens one page, and finds each text by its date, its place and its language.
func TestIndexSumsUpTheDossierAndLeadsToTheTexts(t *testing.T) {
	t.Parallel()
	r := open(t)
	add(t, r, refusal(start), refusal(start), grant(start, 1))
	other := shown
	other.HTML = []byte("<p>Another text</p>")
	must(t, r.KeepText(t.Context(), other))
	must(t, r.Note(t.Context(), consent.NoteController, "Ville de Port-Lanval", start))
	must(t, r.Note(t.Context(), consent.NoteText(shown.Language, shown.Surface), shown.Hash(), start))
	must(t, r.Note(t.Context(), consent.NoteText(shown.Language, shown.Surface), other.Hash(), start.AddDate(0, 0, 3)))
	all, _ := files(t, proof.Dossier{Registry: r, Format: []byte("# Format"), Camera: &camera{left: 4}})
	index := strings.ReplaceAll(all["index.html"], "\u00a0", " ")
	for _, want := range []string{
		"Ville de Port-Lanval", "Établi le 9 mars 2026 à 10 h 30 (UTC)", "toutes les décisions enregistrées", "<td>1 (33 %)</td>", "<td>2 (67 %)</td>",
		"Le journal compte 3 lignes, de la 1 à la 3", "du 9 mars 2026 à 10 h 30 (UTC) au 12 mars 2026 à 10 h 30 (UTC)", "depuis le 12 mars 2026 à 10 h 30 (UTC), encore en vigueur le 9 mars 2026",
	} {
		if !strings.Contains(index, want) {
			t.Errorf("the index lacks %q:\n%s", want, index)
		}
	}
	links := regexp.MustCompile(`(?:href|src)="([^"]+)"`).FindAllStringSubmatch(index, -1)
	texts := map[string]bool{}
	for _, link := range links {
		if all[link[1]] == "" {
			t.Errorf("%s is not in the dossier", link[1])
		}
		if regexp.MustCompile(`^textes/\d{4}-\d\d-\d\d-(bandeau|charte)-fr(-\d)?\.html$`).MatchString(link[1]) {
			texts[all[link[1]]] = true
		}
	}
	if !texts[string(shown.HTML)] || !texts[string(other.HTML)] {
		t.Errorf("the index does not lead to both texts: %v", links)
	}
}

// Texts of one day are numbered in the order in which they came into force, and their
// times have seconds.
func TestTextsOfOneDayAreNumberedByTheirStart(t *testing.T) {
	t.Parallel()
	r := open(t)
	want := []string{string(shown.HTML)}
	must(t, r.Note(t.Context(), consent.NoteText("fr", consent.Charter), shown.Hash(), start))
	for i, content := range []string{"<p>Deux</p>", "<p>Trois</p>", "<p>Quatre</p>", "<p>Cinq</p>"} {
		next := shown
		next.HTML = []byte(content)
		must(t, r.KeepText(t.Context(), next))
		must(t, r.Note(t.Context(), consent.NoteText("fr", consent.Charter), next.Hash(), start.Add(time.Duration(i+1)*time.Second)))
		want = append(want, content)
	}
	all, _ := files(t, proof.Dossier{Registry: r})
	for i, suffix := range []string{"", "-2", "-3", "-4", "-5"} {
		if got := all["textes/2026-03-09-charte-fr"+suffix+".html"]; got != want[i] {
			t.Errorf("text %d of the day is %q, want %q", i+1, got, want[i])
		}
	}
	index := plain(all["index.html"])
	if !strings.Contains(index, "du 9 mars 2026 à 10 h 30 min 01 s (UTC) au 9 mars 2026 à 10 h 30 min 02 s (UTC)") || strings.Index(index, "charte-fr-2<") > strings.Index(index, "charte-fr-3<") {
		t.Errorf("the times or the order of the texts:\n%s", index)
	}
}

func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// The chain does not protect the totals: the dossier reports whether they match the
// records, of which days, and that withdrawals are among the refusals.
func TestIndexReportsTotalsThatDifferFromTheRecords(t *testing.T) {
	t.Parallel()
	r := open(t)
	withdrawal := refusal(start)
	withdrawal.Ends = receipt(1)
	add(t, r, grant(start, 1), withdrawal, refusal(start), refusal(start.AddDate(1, 0, 0)))
	read := func() string {
		all, _ := files(t, proof.Dossier{Registry: r, Now: start.AddDate(2, 0, 0)})
		return plain(all["index.html"])
	}
	for _, want := range []string{"chacun a été comparé aux lignes du journal", "3 (75 %), dont retraits d’un accord : 1", "Des réponses, et non des personnes"} {
		if index := read(); !strings.Contains(index, want) {
			t.Errorf("the index lacks %q:\n%s", want, index)
		}
	}
	_, err := r.Purge(t.Context(), start.AddDate(0, 1, 0), start.AddDate(2, 0, 0))
	must(t, err)
	if index := read(); !strings.Contains(index, "Depuis le 9 mars 2027, chacun a été comparé") {
		t.Errorf("after a purge, the index reads:\n%s", index)
	}
	must(t, r.Count(t.Context(), consent.Total{Day: start.AddDate(1, 0, 0).Truncate(24 * time.Hour), Decision: consent.Refuse, Language: "fr", Count: 900}))
	if index := read(); !strings.Contains(index, "<li>9 mars 2027, tout refuser : 901 dans les totaux, 1 dans le journal</li>") || strings.Contains(index, "chacun a été comparé") {
		t.Errorf("with another total, the index reads:\n%s", index)
	}
}

// A lawyer reads the files without a list of codes.
func TestFrenchFilesContainNoCode(t *testing.T) {
	t.Parallel()
	r := open(t)
	titled := shown
	titled.HTML = []byte(`<label for="purpose-statistics">Mesurer l&#39;audience</label>`)
	must(t, r.KeepText(t.Context(), titled))
	add(t, r, grant(start, 1), refusal(start))
	for _, d := range []consent.Decision{consent.BannerShown, consent.BannerShownAgain, consent.Object, consent.Allow} {
		must(t, r.Count(t.Context(), consent.Total{Day: start.Truncate(24 * time.Hour), Decision: d, Choice: consent.Choice{"matomo": d == consent.Allow}, Language: "fr", Count: 1}))
	}
	name, value := consent.Coverage{Scope: asked, By: asked}.Note()
	for name, value := range map[string]string{
		consent.NoteConfiguration: "base-url=https://a.example portals=https://b.example cookie-name=charte cookie-domain= handle=true retention=66 months",
		consent.NoteReader:        "2 " + asked.Hash(), consent.NoteScope: asked.Hash(), consent.NoteController: "Ville", consent.NoteUnrecorded: "3 since 2026-03-09T01:02:03Z",
		consent.NoteText("fr", consent.Banner): titled.Hash(), name: value,
	} {
		must(t, r.Note(t.Context(), name, value, start))
	}
	sheets, err := csv.In("fr")
	must(t, err)
	all, _ := files(t, proof.Dossier{Registry: r, Sheets: sheets})
	code := regexp.MustCompile(`(?m)\b(accept|refuse|custom|seen|object|allow|shown|again|banner|charter|configuration|controller|scope|reader|covered|text|unrecorded|since|true|false|months|retention|handle|portals|base-url|cookie-name|cookie-domain)\b`)
	for _, name := range []string{"journal.csv", "totaux.csv", "historique.csv", "textes.csv", "trackers.csv"} {
		if found := code.FindAllString(all[name], -1); found != nil || all[name] == "" {
			t.Errorf("%s contains %q:\n%s", name, found, all[name])
		}
	}
	if index := plain(all["index.html"]); !strings.Contains(index, "Mesurer l&#39;audience (<code>statistics</code>)") || !strings.Contains(index, `href="perimetres/`+asked.Hash()) {
		t.Errorf("the index does not explain the scope:\n%s", index)
	}
}
