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
