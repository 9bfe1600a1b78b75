package command

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/alecthomas/kong"

	"charte/internal/message"
)

// settingsCommand takes the flags of serve and prints the values that serve would use.
type settingsCommand struct {
	serveCommand
}

// usedFlag is a flag with the value that the command uses.
type usedFlag struct {
	name, value string
	source      message.Text
}

// use stores the value and the source of each flag of the command.
func (e *environment) use(parsed *kong.Context) {
	written := map[string]bool{}
	for _, step := range parsed.Path {
		if step.Flag != nil && !step.Resolved {
			written[step.Flag.Name] = true
		}
	}
	for _, flag := range parsed.Flags() {
		name := variable(flag.Name)
		switch {
		case !hasVariable(flag.Name):
		case written[flag.Name]:
			e.used = append(e.used, usedFlag{flag.Name, asVariable(parsed.FlagValue(flag)), message.Of("flag")})
		case e.get(name) != "":
			e.used = append(e.used, usedFlag{flag.Name, e.get(name), e.source(name)})
		default:
			e.used = append(e.used, usedFlag{flag.Name, flag.Default, message.Of("default")})
		}
	}
}

// asVariable returns a flag's value in the form that its variable accepts.
func asVariable(value any) string {
	if list, ok := value.([]string); ok {
		return strings.Join(list, ",")
	}
	return fmt.Sprint(value)
}

// Run prints the settings, then those that are set but not used. It fails if there are
// any.
func (c *settingsCommand) Run(_ context.Context, stdout, _ io.Writer) error {
	folder, err := os.Getwd()
	if err != nil {
		return err
	}
	words := wordsFor(stdout)
	table := tabwriter.NewWriter(stdout, 0, 0, 3, ' ', 0)
	row := func(name, value string, source message.Text) {
		fmt.Fprintf(table, "%s=%s\t%s\n", name, quoted(value), words.Say(source))
	}
	for _, f := range c.env.used {
		row(variable(f.name), withoutSecret(f.name, f.value), f.source)
	}
	for _, name := range c.env.others() {
		row(name, withoutSecret(c.env.flags[name], c.env.get(name)), c.env.source(name))
	}
	if state := c.env.get("STATE_DIRECTORY"); state != "" {
		row("STATE_DIRECTORY", state, c.env.source("STATE_DIRECTORY"))
	}
	row(words.Say(message.Of("(working directory)")), folder, message.Of("process"))
	problems := append(c.env.unused(), c.env.elsewhere()...)
	for _, p := range problems {
		fmt.Fprintf(table, "%s\n", words.Say(p))
	}
	if err := table.Flush(); err != nil {
		return err
	}
	if len(problems) > 0 {
		return message.Errorf("a setting is not used; correct the settings named in the last lines")
	}
	return nil
}

// others returns the variables that are set but do not belong to a flag of serve: those
// of other commands and, from the file, those of other programs.
func (e *environment) others() []string {
	all := slices.DeleteFunc(e.names(), func(name string) bool {
		return e.flags[name] == "" || slices.ContainsFunc(e.used, func(f usedFlag) bool { return variable(f.name) == name })
	})
	for name := range e.variables {
		if !strings.HasPrefix(name, prefix) && name != "STATE_DIRECTORY" {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}

// quoted quotes a value that contains a tab or a line break.
func quoted(value string) string {
	if strings.ContainsAny(value, "\t\r\n") {
		return strconv.Quote(value)
	}
	return value
}
