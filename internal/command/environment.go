package command

import (
	"errors"
	"os"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"charte/internal/message"
	"charte/internal/systemd"
)

// prefix begins every variable of Charte.
const prefix = "CHARTE_"

// environment holds the variables that a command reads: those of the process or, with
// --settings, those of the service's file.
type environment struct {
	process map[string]string
	// flags maps each variable of Charte to its flag.
	flags map[string]string

	file      string // of --settings
	variables map[string]systemd.Variable
	ignored   []int // numbers of the lines of file that systemd ignores
	// used lists the flags of the chosen command with their values.
	used []usedFlag
	// differences lists what the unit changes in the settings of the file.
	differences []systemd.Difference
}

func newEnvironment(environ []string) *environment {
	e := &environment{process: map[string]string{}, variables: map[string]systemd.Variable{}}
	for _, assignment := range environ {
		name, value, _ := strings.Cut(assignment, "=")
		e.process[name] = value
	}
	return e
}

// environ returns the variables of the process as NAME=value entries.
func (e *environment) environ() []string {
	var all []string
	for name, value := range e.process {
		all = append(all, name+"="+value)
	}
	return all
}

// get returns a variable's value. With --settings it ignores the CHARTE_ variables of
// the process, because the service does not have them.
func (e *environment) get(name string) string {
	if v, ok := e.variables[name]; ok {
		return v.Value
	}
	if e.file != "" && strings.HasPrefix(name, prefix) {
		return ""
	}
	return e.process[name]
}

// source returns the file and line that set a variable, or "environment".
func (e *environment) source(name string) message.Text {
	if v, ok := e.variables[name]; ok {
		return message.Of("%s, line %d", e.file, v.Line)
	}
	return message.Of("environment")
}

// settingsFlags are the flags for the file with the service's settings. They cannot be
// given as variables.
type settingsFlags struct {
	File    string `name:"settings" placeholder:"FILE" help:"File of variables, read as systemd reads an EnvironmentFile=. Variables of Charte are then read from this file only."`
	Service string `name:"unit" placeholder:"SERVICE" help:"With --settings: the systemd service that reads the file. If its unit or a drop-in changes the settings, the command fails and names the line."`
}

// isSettingsFlag reports whether name is one of settingsFlags.
func isSettingsFlag(name string) bool { return name == "settings" || name == "unit" }

// BeforeResolve reads the file before any flag takes its value from a variable.
func (settingsFlags) BeforeResolve(ctx *kong.Context, e *environment) error {
	var file, unit string
	for _, step := range ctx.Path {
		switch {
		case step.Flag == nil:
		case step.Flag.Name == "settings":
			file = ctx.FlagValue(step.Flag).(string)
		case step.Flag.Name == "unit":
			unit = ctx.FlagValue(step.Flag).(string)
		}
	}
	if file == "" && unit == "" {
		return nil
	}
	if file == "" {
		return message.Errorf("--unit: needs --settings with the EnvironmentFile= of the service")
	}
	return errors.Join(e.load(file), e.compare(unit))
}

// load reads the file. It sets variables of other programs, such as PGPASSFILE, in the
// process.
func (e *environment) load(file string) error {
	data, err := os.ReadFile(file)
	if errors.Is(err, os.ErrPermission) {
		return message.Errorf("--settings: %w; as root: chown root:charte %s && chmod 640 %s", err, file, file)
	}
	if err != nil {
		return message.Errorf("--settings: %w", err)
	}
	read, err := systemd.ParseEnvironment(data)
	if err != nil {
		return message.Errorf("--settings %s: %w", file, err)
	}
	e.file, e.ignored = file, read.Ignored
	for _, v := range read.Variables {
		e.variables[v.Name] = v
		if !strings.HasPrefix(v.Name, prefix) {
			err = errors.Join(err, os.Setenv(v.Name, v.Value))
		}
	}
	return err
}

// compare finds what the unit of the service changes in the settings of the file.
func (e *environment) compare(service string) error {
	if service == "" {
		return nil
	}
	path := e.process["SYSTEMD_UNIT_PATH"]
	if path == "" || strings.HasSuffix(path, ":") {
		path += systemd.UnitPath
	}
	unit, err := systemd.FindUnit(path, service)
	if err != nil {
		return message.Errorf("--unit %s: %w", service, err)
	}
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	e.differences = unit.Differences(e.file, folder, func(name string) bool { _, ok := e.variables[name]; return ok })
	return nil
}

// names returns the variables of Charte that are set, sorted.
func (e *environment) names() []string {
	var all []string
	for name := range e.variables {
		all = append(all, name)
	}
	if e.file == "" {
		for name := range e.process {
			all = append(all, name)
		}
	}
	all = slices.DeleteFunc(all, func(name string) bool { return !strings.HasPrefix(name, prefix) })
	slices.Sort(all)
	return all
}
