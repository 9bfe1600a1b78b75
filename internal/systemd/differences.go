package systemd

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Difference is a directive of a unit, and its place as FILE:LINE.
type Difference struct{ Place, Directive string }

// Differences lists the directives that give the service other settings than a command
// has that reads one environment file and runs in folder. defined reports whether that
// file sets a variable, which then wins over the unit. No value of a variable is shown.
func (u Unit) Differences(file, folder string, defined func(name string) bool) []Difference {
	if len(u.settings) == 0 {
		return nil
	}
	var all []Difference
	add := func(s setting, directive string) {
		all = append(all, Difference{fmt.Sprintf("%s:%d", s.file, s.line), directive})
	}
	files := u.all("EnvironmentFile")
	for _, s := range files {
		if s.value != file {
			add(s, "EnvironmentFile="+s.value)
		}
	}
	if !slices.ContainsFunc(files, func(s setting) bool { return s.value == file }) {
		add(u.settings[len(u.settings)-1], "no EnvironmentFile="+file)
	}
	for _, key := range []string{"Environment", "PassEnvironment", "UnsetEnvironment"} {
		for _, s := range u.all(key) {
			for _, name := range ours.FindAllString(s.value, -1) {
				if !defined(name) || key == "UnsetEnvironment" {
					add(s, key+"="+name)
				}
			}
		}
	}
	for _, s := range u.all("ExecStart") {
		if !strings.HasSuffix(s.value, "/charte serve") || strings.Contains(s.value, "CHARTE_") {
			add(s, "ExecStart=")
		}
	}
	if folders := u.all("WorkingDirectory"); len(folders) > 0 && folders[len(folders)-1].value != folder {
		add(folders[len(folders)-1], "WorkingDirectory=")
	}
	return all
}

// ours matches the variables that Charte reads, and those that choose a PostgreSQL.
var ours = regexp.MustCompile(`\b(?:CHARTE_|PG)[A-Z0-9_]+`)
