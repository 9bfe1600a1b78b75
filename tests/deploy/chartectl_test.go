package deploy_test

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// chartectl runs with the account, folders, program and environment file of the unit,
// and does not read settings itself; with --site, of the unit of that town.
func TestChartectlRunsWithTheSettingsOfTheUnit(t *testing.T) {
	t.Parallel()
	text := readFile(t, "../../deploy/deb/chartectl")
	for name, c := range map[string]struct {
		args []string
		file string
	}{
		"charte":          {nil, "../../deploy/charte.service"},
		"charte@lamballe": {[]string{"--site", "lamballe"}, "../../deploy/towns/charte@.service"},
	} {
		unit := map[string]string{}
		for line := range strings.Lines(strings.ReplaceAll(readFile(t, c.file), "%i", "lamballe")) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			unit[key] = value
		}
		folder := t.TempDir()
		if err := os.MkdirAll(folder+unit["WorkingDirectory"], 0o755); err != nil {
			t.Fatal(err)
		}
		// runuser and the program print what they are called with.
		script(t, folder+"/runuser", "#!/bin/sh\necho \"$2 $4 $5 $6 $7 $PWD $STATE_DIRECTORY\"\n")
		script(t, folder+"/chartectl", strings.ReplaceAll(text, "/var/lib/charte", folder+"/var/lib/charte"))
		run := exec.Command(folder+"/chartectl", append(c.args, "check")...)
		run.Env = []string{"PATH=" + folder + ":" + os.Getenv("PATH")}
		out, err := run.CombinedOutput()
		program, _, _ := strings.Cut(unit["ExecStart"], " ")
		want := unit["User"] + " " + program + " --settings=" + unit["EnvironmentFile"] + " --unit=" + name + ".service check " +
			folder + unit["WorkingDirectory"] + " " + folder + "/var/lib/" + unit["StateDirectory"] + "\n"
		if err != nil || string(out) != want {
			t.Errorf("%s: %v\n%swant\n%s", name, err, out, want)
		}
	}
	if strings.Contains(text, "CHARTE_") || strings.Contains(text, "</etc") {
		t.Errorf("chartectl reads settings itself:\n%s", text)
	}
}

// The mail is sent if something is not well, and on Mondays; its result is the status.
func TestStatusIsMailed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status, day, mailto, town string
		subject                   string // of the mail; empty: none
		lang                      string
	}{
		"well on a Tuesday":   {"0", "2", "w@a.example", "", "", ""},
		"well on a Monday":    {"0", "1", "w@a.example", "", ": all is well", ""},
		"well, in French":     {"0", "1", "w@a.example", "", ": tout va bien", "fr_FR.UTF-8"},
		"attention, French":   {"1", "2", "w@a.example", "", ": un point demande votre attention", "fr_FR.UTF-8"},
		"not seen, in French": {"2", "2", "w@a.example", "", ": bilan incomplet", "fr_FR.UTF-8"},
		"attention":           {"1", "2", "w@a.example", "", ": needs attention", ""},
		"a town":              {"1", "2", "w@a.example", "lamballe", "Subject: charte lamballe, ", ""},
		"not seen":            {"2", "2", "w@a.example", "", ": could not be seen", ""},
		"a wrong setting":     {"78", "2", "w@a.example", "", ": could not be seen", ""},
		"no address for mail": {"1", "1", "", "", "", ""},
	} {
		folder := t.TempDir()
		script(t, folder+"/chartectl", "#!/bin/sh\necho \"chaîne $*\"\nexit "+c.status+"\n")
		script(t, folder+"/date", "#!/bin/sh\necho "+c.day+"\n")
		script(t, folder+"/sendmail", "#!/bin/sh\ncat >"+folder+"/mail\n")
		run := exec.Command("../../deploy/deb/mail-status", c.town)
		run.Env = []string{"PATH=" + folder + ":" + os.Getenv("PATH"), "MAILTO=" + c.mailto, "LANG=" + c.lang}
		out, _ := run.Output()
		mail, _ := os.ReadFile(folder + "/mail") // which may not have been sent
		if got := run.ProcessState.ExitCode(); !strings.HasPrefix(string(out), "chaîne") || c.status != strconv.Itoa(got) {
			t.Errorf("%s: status %d, %q", name, got, out)
		}
		if (len(mail) > 0) != (c.subject != "") || !strings.Contains(string(mail), c.subject) ||
			c.subject != "" && (!strings.HasPrefix(string(mail), "To: w@a.example\n") || !strings.Contains(string(mail), "chaîne")) || c.town != "" && !strings.Contains(string(mail), "--site "+c.town) {
			t.Errorf("%s: the mail is\n%s", name, mail)
		}
	}
}

// In a French session, the scripts of the package report their errors in French.
func TestScriptsOfThePackageReportErrorsInTheLanguageOfTheSession(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for _, name := range []string{"rm", "rmdir", "systemctl"} { // nothing is removed from this machine
		script(t, folder+"/"+name, "#!/bin/sh\n")
	}
	script(t, folder+"/chartectl", "#!/bin/sh\necho chain\nexit 1\n")
	for _, name := range []string{"date", "uname", "mkdir", "mktemp"} {
		program, err := exec.LookPath(name)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(program, folder+"/"+name); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		script, args, english, french string
	}{
		{"chartectl", "--site ../x", "chartectl: --site: give the name of a town", "chartectl\u00a0: --site\u00a0: donnez le nom d’une commune"},
		{"charte-stamp", "-x", "charte-stamp: -x: give the name of a town", "charte-stamp\u00a0: -x\u00a0: donnez le nom d’une commune"},
		{"charte-stamp", "lamballe", "charte-stamp: STAMP_URL is not set", "charte-stamp\u00a0: STAMP_URL n’est pas définie"},
		{"mail-status", "", "mail-status: MAILTO is set, but neither", "mail-status\u00a0: MAILTO est définie, mais ni"},
		{"postrm", "purge", "charte: the records in /var/lib/charte were not removed", "charte\u00a0: les enregistrements de /var/lib/charte n’ont pas été supprimés"},
	} {
		for language, want := range map[string]string{"C": c.english, "en_GB.UTF-8": c.english, "fr_FR.UTF-8": c.french, "fr": c.french} {
			run := exec.Command("/bin/sh", append([]string{"../../deploy/deb/" + c.script}, strings.Fields(c.args)...)...)
			run.Env = []string{"PATH=" + folder, "LANG=" + language, "MAILTO=w@a.example", "STAMP_DIR=" + folder + "/stamps"}
			out, _ := run.CombinedOutput()
			if lines := strings.Split(string(out), "\n"); len(lines) < 2 || !strings.HasPrefix(lines[max(0, len(lines)-2)], want) && !strings.HasPrefix(lines[0], want) {
				t.Errorf("%s %s in %s: %s", c.script, c.args, language, out)
			}
		}
	}
	if reason := readFile(t, folder+"/stamps/last-failure"); !strings.Contains(reason, "STAMP_URL") {
		t.Errorf("the reason that charte status shows is %q", reason)
	}
}

// script writes a script that can be run.
func script(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
