package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"charte/internal/consent"
)

// exec changes the file behind the registry's back.
func exec(t testing.TB, path, statement string, values ...any) {
	t.Helper()
	db := raw(t, path)
	if _, err := db.ExecContext(t.Context(), statement, values...); err != nil {
		t.Fatal(err)
	}
}

func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// P-05, P-08: a column that is not in this list needs a reason in law first.
func TestARecordHasTheseColumnsAndNoOther(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	open(t, path).Close()
	rows, err := raw(t, path).QueryContext(t.Context(), `SELECT name FROM pragma_table_info('records')`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var columns []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			t.Fatal(err)
		}
		columns = append(columns, name)
	}
	want := strings.Fields("sequence time decision choice scope text language portal gpc receipt ends previous hash")
	if !slices.Equal(columns, want) {
		t.Errorf("columns %v, want %v", columns, want)
	}
}

// P-09, on the file itself: what anyone with a database shell can do.
func TestARowChangedInTheFileIsNamed(t *testing.T) {
	t.Parallel()
	for statement, want := range map[string]consent.ChainError{
		`UPDATE records SET choice = 'statistics=true' WHERE sequence = 3`:                         {Sequence: 3, Fault: consent.Changed},
		`UPDATE records SET choice = 'statistics=0' WHERE sequence = 3`:                            {Sequence: 3, Fault: consent.Changed},
		`UPDATE records SET time = 'yesterday' WHERE sequence = 3`:                                 {Sequence: 3, Fault: consent.Changed},
		`UPDATE records SET time = '2026-03-09T01:00:00+01:00' WHERE sequence = 3`:                 {Sequence: 3, Fault: consent.Changed},
		`UPDATE records SET language = 'fr' || char(10) || portal, portal = '' WHERE sequence = 3`: {Sequence: 3, Fault: consent.Changed},
		`DELETE FROM records WHERE sequence = 3`:                                                   {Sequence: 3, Fault: consent.Deleted},
		`DELETE FROM records WHERE sequence >= 3`:                                                  {Sequence: 3, Fault: consent.Truncated},
		`DELETE FROM records WHERE sequence < 3`:                                                   {Sequence: 1, Fault: consent.Deleted},
		`UPDATE records SET sequence = 9 WHERE sequence = 3`:                                       {Sequence: 3, Fault: consent.Reordered},
		`UPDATE head SET hash = scope FROM records`:                                                {Sequence: 5, Fault: consent.Changed},
	} {
		t.Run(statement, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "charte.db")
			r := open(t, path)
			defer r.Close()
			for range 5 {
				if _, err := r.Append(t.Context(), refusal()); err != nil {
					t.Fatal(err)
				}
			}
			exec(t, path, statement)
			err := r.Verify(t.Context(), func(after, head consent.Link, all iter.Seq2[consent.Record, error]) error {
				_, err := consent.VerifyChain(all, after, head)
				return err
			})
			var fault *consent.ChainError
			if !errors.As(err, &fault) || *fault != want {
				t.Errorf("verify: %v, want: %v", err, &want)
			}
		})
	}
}

// A text that was changed since proves nothing, and must not pass for the proof.
func TestATextChangedInTheFileIsNotReplayed(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "charte.db")
	r := open(t, path)
	defer r.Close()
	shown := consent.Text{HTML: []byte("<p>one</p>"), CSS: []byte("p{}"), Language: "fr", Surface: consent.Banner}
	other := consent.Text{HTML: []byte("<p>two</p>"), CSS: []byte("p{}"), Language: "fr", Surface: consent.Banner}
	for _, text := range []consent.Text{shown, other} {
		if err := r.KeepText(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	for _, html := range []string{`(SELECT html FROM texts WHERE hash = $2)`, `x''`, `x'00'`, `substr(html, 1, 20)`} {
		exec(t, path, `UPDATE texts SET html = `+html+` WHERE hash = $1`, shown.Hash(), other.Hash())
		if text, err := r.Text(t.Context(), shown.Hash()); err == nil || !strings.Contains(err.Error(), "it was changed after it was stored") {
			t.Errorf("%s: replayed %q, %v", html, text.HTML, err)
		}
	}
	if _, err := r.Text(t.Context(), other.Hash()); err != nil {
		t.Errorf("the other: %v", err)
	}
}

// What retention removes is gone from the file, not only from the answers.
func TestAPurgedReceiptIsNotLeftInTheFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r := open(t, filepath.Join(dir, "charte.db"))
	e := refusal()
	e.Choice, e.Receipt, e.Text = consent.Choice{"statistics": true}, strings.Repeat("7z", 12)+"70", e.Scope
	if _, err := r.Append(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if !holds(t, dir, e.Receipt) {
		t.Fatal("the receipt is not written as text, so this test finds nothing")
	}
	if n, err := r.Purge(t.Context(), e.Time.AddDate(1, 0, 0), e.Time); err != nil || n != 1 {
		t.Fatalf("purged %d, %v", n, err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	if holds(t, dir, e.Receipt) {
		t.Error("the purged receipt can still be read in the files")
	}
}

func holds(t testing.TB, dir, text string) bool {
	t.Helper()
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, f := range files {
		content, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		found = found || bytes.Contains(content, []byte(text))
	}
	return found
}
