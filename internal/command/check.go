package command

import (
	"context"
	"errors"
	"io"

	"charte/internal/check"
	"charte/internal/message"
)

// checkCommand reads what serve would read, with the same flags, and reports what is
// wrong.
type checkCommand struct {
	serveCommand
	Lang     string `placeholder:"CODE" help:"Language of the report, fr or en. Default: that of the environment (LC_ALL, LC_MESSAGES, LANG) for a person, en for a program."`
	Format   string `default:"text" enum:"text,json" help:"text for a person, json for a program."`
	All      bool   `help:"List the points that only a person can check, too. The JSON report always lists them."`
	language string
}

// setEnvironment stores the environment and its language.
func (c *checkCommand) setEnvironment(env *environment) {
	c.language, c.env = environmentLanguage(env.get), env
}

// Run prints every finding, and fails if one is a fault.
func (c *checkCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	words, err := c.words()
	if err != nil {
		return err
	}
	in, err := c.input(ctx, servedContent{})
	if err != nil {
		return err
	}
	running, errAgainst := c.running(ctx)
	in.Running, in.Today = running, c.clock.Now()
	report := check.Run(in)
	var verdict *check.Verdict
	if running != nil && in.Charter != nil {
		found := check.Again(in.Charter, running.Scope)
		verdict = &found
	}
	if err := c.write(stdout, report, words, verdict); err != nil {
		return err
	}
	if errAgainst != nil {
		return errors.New(words.Say(message.OfError(errAgainst)))
	}
	if report.Count(check.Fault) > 0 {
		return errors.New(words.Say(report.Summary()))
	}
	return nil
}

func (c *checkCommand) write(stdout io.Writer, report check.Report, words message.Words, verdict *check.Verdict) error {
	if c.Format == "json" {
		return report.WriteJSON(stdout, words, verdict)
	}
	return report.WriteText(stdout, words, verdict, c.All)
}

// addresses fails if --listen and --admin are the same address.
func (c *checkCommand) addresses() error {
	if c.Listen != c.Admin {
		return nil
	}
	return message.Errorf("--admin %s: is --listen too; give the operator's pages another address", c.Admin)
}
