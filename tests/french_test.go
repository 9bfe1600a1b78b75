package tests

import (
	"database/sql"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"charte/internal/command"
)

// english matches words that no French sentence contains.
var english = regexp.MustCompile(`\b(the|is|are|was|were|and|with|for|that|this|not|no|of|from|to|what|file|record|records|show|print|write|flag|flags|unknown|unexpected|missing|value|must|got|number|command|run|warning|serves)\b`)

// notWords matches what is the same in every language: flags, variables, names of files,
// hashes, and the values of the record.
var notWords = regexp.MustCompile("<[a-z]+>|--[a-z-]+|CHARTE_[A-Z_]+|chartectl|charte[ -][a-z]+|sqlite:\\S+|/\\S+|66 months|pg_dump \\S+|true, 1, yes, false, 0 ou no|\\[[a-z-]+\\]|warning[ \u00a0]:")

// In a French session, the help, the output and the errors of every command are French.
func TestEveryCommandIsFrenchInAFrenchSession(t *testing.T) {
	t.Parallel()
	registry := sqliteFile(t)
	p := startOn(t, registry, "--content", demo())
	v := p.visitor(t)
	v.open("/fr/choice").submit("accept")
	p.stop()
	copied := filepath.Join(t.TempDir(), "copie.db")
	missing := "sqlite:" + filepath.Join(t.TempDir(), "missing.db")
	spoken := [][]string{
		{"--help"}, {"serve", "--help"}, {"check", "--help"}, {"embed", "--help"}, {"verify", "--help"}, {"replay", "--help"}, {"dossier", "--help"}, {"purge", "--help"},
		{"verify", "--registry", registry}, {"verify", "--registry", missing}, {"verify", "--registry", "sqlite:" + t.TempDir()},
		{"purge", "--registry", registry}, {"purge", "--dry-run", "--registry", registry}, {"purge", "--registry", registry, "--retention", "soon"},
		{"backup", copied, "--registry", registry}, {"backup", copied, "--registry", registry}, {"backup", "x.db", "--registry", "postgres://localhost/charte"},
		{"replay", "--registry", registry}, {"replay", v.cookie("charte-receipt"), "--registry", registry, "--out", t.TempDir()},
		{"dossier", "--registry", registry, "--browser", "off", "--out", filepath.Join(t.TempDir(), "d.zip")},
		{"serve", "--portal", "nowhere"}, {"serve", "--admin", "nowhere"}, {"serve", "--registry", "mysql:x"}, {"serve", "--rate-limit", "much"},
		{"serve", "--listen", "192.0.2.1:80", "--registry", registry}, {"serve", "--content", "/nonexistent", "--registry", registry},
		{"serve", "--listen", "localhost:0", "--portal", portalOrigin, "--registry", registry, "--strict", "--admin", "off", "--content", edited(t, "| `_pk_id.*` |", "`_pk_id.*` |")},
		{"embed", "--portal", "nowhere"}, {"embed", "--content", "/nonexistent"}, {"embed", "--kit", "4"}, {"embed", "--lang", "xx", "--content", demo()},
		{"embed", "--measure"}, {"embed", "--look", "https://data.example.fr", "--browser", "/nonexistent"},
		{"help"}, {"help", "backup"}, {"--version"}, {"status", "--help"}, {"init", "--help"}, {"backup", "--help"}, {"export", "--help"}, {"settings", "--help"}, {"audit", "site", "--help"}, {"audit", "compare", "--help"},
		{"--unknown"}, {"check", "--agianst", "x"}, {"verfy"}, {"verify", "more"}, {"backup"}, {"audit", "site"}, {"embed", "--kit", "9"}, {"embed", "--kit", "many"}, {"audit", "site", "https://data.example.fr", "--timeout", "soon"},
		{"--listen"}, {"--listen", "--strict"}, {"--strict=perhaps"}, {"--listen=a:1", "verify"}, {"--settings", "/nonexistent/charte.env"}, {"--unit", "charte"}, {"verify", "--registry", ""},
		{"backup", filepath.Join(t.TempDir(), "copy.db"), "--registry", registry}, {"backup", t.TempDir(), "--registry", registry}, {"backup", "copy.db", "--registry", "postgres://localhost/charte"},
		{"export", "--registry", registry, "--from", "soon"}, {"export", "--registry", registry, "--from", "2026-02-01", "--to", "2026-01-01"},
		{"verify", "--registry", registry, "--head", "1:x"}, {"replay", "AAAA", "--registry", registry}, {"replay", "--row", "99", "--registry", registry}, {"replay", "--day", "2999-01-01", "--registry", registry}, {"replay", "--day", "soon", "--registry", registry},
		{"audit", "compare", "/nonexistent/a.json", "/nonexistent/b.json"}, {"audit", "site", "nowhere", "--content", demo()}, {"audit", "site", "https://data.example.fr", "--out", "report.doc"},
		{"check", "--lang", "xx"}, {"check", "--against", "http://localhost:1"}, {"settings", "--registry", registry}, {"status", "--registry", registry, "--lang", "xx"},
	}
	for _, args := range spoken {
		requireFrench(t, args...)
	}
}

// requireFrench runs a command in a French session and fails the test for each line of its
// output, or of its error, that is not in French.
func requireFrench(t *testing.T, args ...string) {
	t.Helper()
	text, _, err := output(t, []string{"LANG=fr_FR.UTF-8"}, args...)
	if err != nil {
		text += french(err)
	}
	if text == "" {
		t.Errorf("%q printed nothing", args)
	}
	for line := range strings.Lines(text) {
		if word := english.FindString(notWords.ReplaceAllString(line, "")); word != "" {
			t.Errorf("%q printed %q in %s", args, word, line)
		}
	}
}

// In a French session, the comments of the files that an operator gets from the program
// are French, also for a town; everything else is as in an English session.
func TestCommentsOfWrittenFilesAreFrenchInAFrenchSession(t *testing.T) {
	t.Parallel()
	written := func(language, proxy string) string {
		folder := t.TempDir()
		run := func(args ...string) string {
			out, _, err := output(t, []string{"LANG=" + language}, args...)
			if err != nil {
				t.Fatal(err)
			}
			return out
		}
		if proxy == "varnish" {
			return run("embed", "--kit", "4", "--proxy", proxy, "--lang", language[:2], "--content", demo(), "--base-url", "http://localhost/charte", "--portal", "http://localhost")
		}
		run("init", filepath.Join(folder, "content"), "--town", "lamballe", "--authority", "Ville", "--portal", "data.lamballe.fr", "--service", "cookies.data.lamballe.fr", "--proxy", proxy)
		site := map[string]string{"nginx": "lamballe-nginx.conf", "caddy": "lamballe-Caddyfile", "apache": "lamballe-apache.conf"}[proxy]
		text := read(t, filepath.Join(folder, "lamballe.env")) + read(t, filepath.Join(folder, site))
		if proxy == "nginx" {
			text += run("embed", "--kit", "4", "--lang", language[:2], "--content", demo(), "--base-url", "http://localhost/charte", "--portal", "http://localhost")
		}
		return strings.ReplaceAll(text, folder, "")
	}
	comments := regexp.MustCompile(`(?m)\s*(# |<!-- ).*$`)
	for _, proxy := range []string{"nginx", "caddy", "apache", "varnish"} {
		french := written("fr_FR.UTF-8", proxy)
		found := comments.FindAllString(french, -1)
		if len(found) < 3 {
			t.Errorf("%s: %d comments", proxy, len(found))
		}
		for _, comment := range found {
			if word := english.FindString(notWords.ReplaceAllString(comment, "")); word != "" {
				t.Errorf("%s: %q in %s", proxy, word, comment)
			}
		}
		if proxy != "varnish" && !(strings.Contains(french, "systemctl restart charte@lamballe.service\n") && strings.Contains(french, "chartectl --site lamballe settings\n")) {
			t.Errorf("the comments are not those of the town:\n%s", french)
		}
		plain := func(text string) string {
			return strings.Join(strings.Fields(comments.ReplaceAllString(text, "")), " ")
		}
		if english := strings.ReplaceAll(written("en_GB.UTF-8", proxy), "/en/part", "/fr/part"); plain(french) != plain(english) {
			t.Errorf("%s: more than comments differs:\n%s\n%s", proxy, french, english)
		}
	}
}

// In a French session, the damage to a record is described in French by each command that
// finds it.
func TestDamageIsDescribedInFrench(t *testing.T) {
	t.Parallel()
	registry := sqliteFile(t)
	p := startOn(t, registry, "--content", demo())
	for range 3 {
		p.visitor(t).open("/fr/choice").submit("accept")
	}
	p.stop()
	db, err := sql.Open("sqlite", strings.TrimPrefix(registry, "sqlite:"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, step := range []struct{ damage, want string }{
		{`UPDATE records SET gpc = 1 WHERE sequence = 2`, "l’enregistrement 2 a été modifié"},
		{`DELETE FROM records WHERE sequence = 2`, "l’enregistrement 2 a été supprimé"},
		{`DELETE FROM records WHERE sequence > 1`, "l’enregistrement 2 manque, ainsi que tous ceux qui le suivaient"},
		{`UPDATE records SET time = 'never' WHERE sequence = 1`, "l’enregistrement 1 a été modifié"},
		{`ALTER TABLE records RENAME COLUMN gpc TO signal`, "lecture des enregistrements\u00a0: "},
	} {
		if _, err := db.ExecContext(t.Context(), step.damage); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{{"verify"}, {"export"}, {"dossier", "--browser", "off", "--out", filepath.Join(t.TempDir(), "d.zip")}} {
			if text, _, err := output(t, []string{"LANG=fr_FR.UTF-8"}, append(args, "--registry", registry)...); err == nil || !strings.Contains(french(err), step.want) {
				t.Errorf("%v after %s: %s %v, want %s", args, step.damage, text, err, step.want)
			}
		}
	}
}

// The detail of a certificate is in English, inside a French sentence with the fix.
func TestACertificateThatIsNotTrustedIsReportedInFrenchWithTheFix(t *testing.T) {
	t.Parallel()
	service := httptest.NewTLSServer(http.NotFoundHandler())
	defer service.Close()
	_, _, err := output(t, []string{"LANG=fr_FR.UTF-8"}, "check", "--content", demo(), "--against", service.URL)
	const want = "le certificat n’a pas pu être vérifié (x509: certificate signed by unknown authority)\u00a0: renouvelez-le, ou ajoutez le certificat de son autorité à ceux de cette machine"
	if err == nil || !strings.Contains(french(err), want) {
		t.Errorf("%v, want %s", err, want)
	}
}

// french returns what the program prints for an error in a French session.
func french(err error) string {
	var printed safeBuffer
	command.PrintError(&printed, []string{"LANG=fr_FR.UTF-8"}, err)
	return printed.String()
}
