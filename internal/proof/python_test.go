package proof_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charte/internal/consent"
	"charte/internal/proof"
)

// rows is a registry that was tampered with: arbitrary records and head.
type rows struct {
	records     []consent.Record
	after, head consent.Link
}

func (r rows) Verify(_ context.Context, f func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error) error {
	return f(r.after, r.head, func(yield func(consent.Record, error) bool) {
		for _, record := range r.records {
			if !yield(record, nil) {
				return
			}
		}
	})
}

func (rows) History(context.Context) ([]consent.Period, error) { return nil, nil }

// sealed recomputes the hash, as an attacker who knows the format would.
func sealed(r consent.Record) consent.Record {
	r.Hash = r.Sum()
	return r
}

func chain(n int, after consent.Link) (records []consent.Record) {
	for i := range n {
		e := grant(start.AddDate(0, 0, i), i+1)
		if i%2 == 1 {
			e = refusal(start)
			e.Choice["statistics_more"] = false // sorts before "statistics=" or after: both must agree
		}
		r := consent.NewRecord(e, after.Sequence+1, after.Hash)
		records, after = append(records, r), r.Link()
	}
	return records
}

// both verifies an export of the rows in Python and the rows in Go, and returns
// which record each names; 0 where it finds nothing wrong.
func both(t *testing.T, python string, r rows, heads ...consent.Link) (inPython, inGo int64) {
	t.Helper()
	_, err := consent.VerifyChain(func(yield func(consent.Record, error) bool) {
		for _, record := range r.records {
			if !yield(record, nil) {
				return
			}
		}
	}, r.after, append(heads, r.head)...)
	if fault := (*consent.ChainError)(nil); errors.As(err, &fault) {
		inGo = fault.Sequence
	} else if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	must(t, proof.WriteLines(&out, r.after, r.head, r.records))
	path := filepath.Join(t.TempDir(), "export.jsonl")
	must(t, os.WriteFile(path, out.Bytes(), 0o600))
	args := []string{filepath.Join("..", "..", "docs", "verify.py"), path}
	for _, head := range heads {
		args = append(args, proof.FormatHead(head))
	}
	said, err := verifier(t, python, "C", args...).CombinedOutput()
	if strings.HasPrefix(string(said), "nothing to verify") && len(r.records) == 0 && err != nil {
		return 0, inGo
	}
	if err == nil && strings.HasPrefix(string(said), "valid, up to record ") {
		return 0, inGo
	}
	if _, scanned := fmt.Sscanf(string(said), "record %d ", &inPython); scanned != nil {
		t.Fatalf("%v: %s", err, said)
	}
	return inPython, inGo
}

// verifier returns a command that runs Python in a session of a locale.
func verifier(t *testing.T, python, locale string, args ...string) *exec.Cmd {
	t.Helper()
	command := exec.CommandContext(t.Context(), python, args...)
	command.Env = append(os.Environ(), "LC_ALL=", "LC_MESSAGES=", "LANG="+locale, "PYTHONUTF8=1")
	return command
}

func TestAVerifierInPythonAgrees(t *testing.T) {
	t.Parallel()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Fatal("python3 is missing, and this test needs it: apt-get install python3")
	}
	checkpoint := consent.Link{Sequence: 41, Hash: strings.Repeat("5", 64)}
	for name, tamper := range map[string]func(r *rows) (want int64){
		"nothing":         func(*rows) int64 { return 0 },
		"an empty export": func(r *rows) int64 { r.records, r.head = nil, r.after; return 0 },
		"after a checkpoint": func(r *rows) int64 {
			r.after = checkpoint
			r.records = chain(6, checkpoint)
			r.head = r.records[5].Link()
			return 0
		},
		"another checkpoint": func(r *rows) int64 {
			r.after = checkpoint
			r.records = chain(6, checkpoint)
			r.head = r.records[5].Link()
			r.after.Hash = consent.ChainStart
			return 42
		},
		"a decision changed":  func(r *rows) int64 { r.records[2].Decision = consent.Accept; return 3 },
		"a purpose granted":   func(r *rows) int64 { r.records[1].Choice = consent.Choice{"statistics": true}; return 2 },
		"a time changed":      func(r *rows) int64 { r.records[5].Time = start.AddDate(1, 0, 0); return 6 },
		"changed and sealed":  func(r *rows) int64 { r.records[2].GPC = true; r.records[2] = sealed(r.records[2]); return 3 },
		"the last one sealed": func(r *rows) int64 { r.records[5].GPC = true; r.records[5] = sealed(r.records[5]); return 6 },
		"deleted":             func(r *rows) int64 { r.records = slices.Delete(r.records, 2, 3); return 3 },
		"the first deleted":   func(r *rows) int64 { r.records = r.records[1:]; return 1 },
		"moved":               func(r *rows) int64 { r.records[1], r.records[3] = r.records[3], r.records[1]; return 2 },
		"truncated":           func(r *rows) int64 { r.records = r.records[:4]; return 5 },
		"inserted":            func(r *rows) int64 { r.records = slices.Insert(r.records, 3, r.records[1]); return 4 },
		"inserted and renumbered": func(r *rows) int64 {
			forged := consent.NewRecord(grant(start, 99), 4, r.records[2].Hash)
			r.records = slices.Insert(r.records, 3, forged)
			for i := 4; i < len(r.records); i++ {
				r.records[i].Sequence++
			}
			return 4
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := rows{records: chain(6, consent.ChainOrigin()), after: consent.ChainOrigin()}
			r.head = r.records[5].Link()
			want := tamper(&r)
			if inPython, inGo := both(t, python, r); inPython != want || inGo != want {
				t.Errorf("Python names %d, Go names %d, want %d", inPython, inGo, want)
			}
		})
	}
}

// A head stored elsewhere reveals a chain that was forged as a whole.
func TestPythonVerifierComparesTheStoredHead(t *testing.T) {
	t.Parallel()
	genuine := chain(6, consent.ChainOrigin())
	forged := rows{after: consent.ChainOrigin()}
	link := forged.after
	for i, r := range genuine {
		if i == 2 {
			r.GPC = true
		}
		record := consent.NewRecord(r.Entry, link.Sequence+1, link.Hash)
		forged.records, link = append(forged.records, record), record.Link()
	}
	forged.head = link
	for _, kept := range []struct {
		head consent.Link
		want int64
	}{{genuine[1].Link(), 0}, {genuine[3].Link(), 4}, {genuine[5].Link(), 6}, {consent.Link{Sequence: 9, Hash: genuine[5].Hash}, 7}} {
		if inPython, inGo := both(t, "python3", forged, kept.head); inPython != kept.want || inGo != kept.want {
			t.Errorf("head %d: Python names %d, Go names %d, want %d", kept.head.Sequence, inPython, inGo, kept.want)
		}
	}
}

// A wrong file or argument is reported as such, with the fix, and not as a forgery, in
// the language of the session.
func TestPythonVerifierReportsBadInput(t *testing.T) {
	t.Parallel()
	r := rows{records: chain(3, consent.ChainOrigin()), after: consent.ChainOrigin()}
	r.head = r.records[2].Link()
	var whole bytes.Buffer
	must(t, proof.WriteLines(&whole, r.after, r.head, r.records))
	var empty, late bytes.Buffer
	must(t, proof.WriteLines(&empty, r.after, r.after, nil))
	must(t, proof.WriteLines(&late, r.records[1].Link(), r.head, r.records[2:]))
	for name, test := range map[string]struct {
		export, want, french string
		heads                []string
	}{
		"a spreadsheet":     {"sequence,time\r\n", "line 1: cut short, or not written by charte export --format jsonl", "ligne 1 : coupée, ou non écrite par charte export --format jsonl", nil},
		"cut in a line":     {whole.String()[:whole.Len()-9], "line 4: cut short, or not written by charte export --format jsonl", "ligne 4 : coupée", nil},
		"nothing":           {"", "this is not an export that this program knows", "ce fichier n’est pas un export que ce programme connaît", nil},
		"something else":    {"[1]\n", "this is not an export that this program knows", "ce fichier n’est pas un export que ce programme connaît", nil},
		"a head cut short":  {whole.String(), "2:abc: write a head as charte verify --print-head prints it", "2:abc : écrivez une tête comme l’affiche charte verify --print-head", []string{"2:abc"}},
		"no record":         {empty.String(), "nothing to verify: the export contains no record", "rien à vérifier : l’export ne contient aucune ligne", nil},
		"a head before it":  {late.String(), "valid, up to record 3; not verified: head 1: older than the export", "valide, jusqu’à la ligne 3 ; non vérifié : tête 1 : plus ancienne que l’export", []string{proof.FormatHead(r.records[0].Link())}},
		"a head in its way": {whole.String(), "valid, up to record 3", "valide, jusqu’à la ligne 3", []string{proof.FormatHead(r.records[1].Link())}},
	} {
		path := filepath.Join(t.TempDir(), "export.jsonl")
		must(t, os.WriteFile(path, []byte(test.export), 0o600))
		args := append([]string{filepath.Join("..", "..", "docs", "verify.py"), path}, test.heads...)
		for language, want := range map[string]string{"C": test.want, "fr_FR.UTF-8": test.french} {
			said, err := verifier(t, "python3", language, args...).CombinedOutput()
			if !strings.Contains(string(said), want) || strings.Count(string(said), "\n") != 1 || (err == nil) != strings.HasPrefix(test.want, "valid") {
				t.Errorf("%s, %s: %v\n%s", name, language, err, said)
			}
		}
	}
}

// P-01, P-11: in a dossier, the texts are verified without Charte too, and in French.
func TestTheVerifierInPythonVerifiesTheTextsOfADossier(t *testing.T) {
	t.Parallel()
	r := open(t)
	uncited := shown
	uncited.HTML = []byte("<p>Your choices</p>")
	must(t, r.KeepText(t.Context(), uncited))
	bare := refusal(start)
	bare.Text = ""
	add(t, r, bare, grant(start, 1))
	program, err := os.ReadFile(filepath.Join("..", "..", "docs", "verify.py"))
	must(t, err)
	all, _ := files(t, proof.Dossier{Registry: r, Verifier: program})
	name := ""
	for file, text := range all {
		if strings.HasPrefix(file, "textes/") && text == string(shown.HTML) {
			name = strings.TrimSuffix(strings.TrimPrefix(file, "textes/"), ".html")
		}
	}
	for name, test := range map[string]struct {
		change func()
		want   string
	}{
		"whole":     {func() {}, "valide, jusqu’à la ligne 2\n"},
		"the HTML":  {func() { all["textes/"+name+".html"] += " " }, "le texte que cite la ligne 2 a été modifié, ou il manque\n"},
		"the style": {func() { delete(all, "textes/"+name+".css") }, "le texte que cite la ligne 2 a été modifié, ou il manque\n"},
	} {
		folder, kept := t.TempDir(), maps.Clone(all)
		test.change()
		must(t, os.Mkdir(filepath.Join(folder, "textes"), 0o700))
		for _, file := range slices.Sorted(maps.Keys(all)) {
			if !strings.HasPrefix(file, "perimetres/") {
				must(t, os.WriteFile(filepath.Join(folder, file), []byte(all[file]), 0o600))
			}
		}
		all = kept
		check := verifier(t, "python3", "C", "verify.py", "journal.jsonl")
		check.Dir = folder
		if said, _ := check.CombinedOutput(); string(said) != test.want {
			t.Errorf("%s: %s", name, said)
		}
	}
}
