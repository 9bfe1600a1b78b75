package command

import (
	"context"
	"errors"
	"io"

	"charte/handlers"
	"charte/internal/check"
	"charte/internal/phrase"
)

// checkCommand reads what serve would read, with the same flags, and says what
// is wrong.
type checkCommand struct {
	serveCommand
	Lang    string `placeholder:"CODE" help:"Language of the report, fr or en. Default: that of the environment (LC_ALL, LC_MESSAGES, LANG) for a person, en for a program."`
	Format  string `default:"text" enum:"text,json" help:"text for a person, json for a program."`
	Against string `placeholder:"URL" help:"A running service: say whether the charter as it is now would ask everyone again there."`
	spoken  string
}

// hear notes the environment and its language.
func (c *checkCommand) hear(env *environment) { c.spoken, c.env = spoken(env.get), env }

// Run reports everything at once; a fault makes it fail.
func (c *checkCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	words, err := c.words()
	if err != nil {
		return err
	}
	in, err := c.input(ctx)
	if err != nil {
		return err
	}
	running, errAgainst := c.against(ctx)
	in.Running = running
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
		return errors.New(words.Say(phrase.OfError(errAgainst)))
	}
	if report.Count(check.Fault) > 0 {
		return errors.New(words.Say(report.Summary()))
	}
	return nil
}

func (c *checkCommand) write(stdout io.Writer, report check.Report, words phrase.Words, verdict *check.Verdict) error {
	if c.Format == "json" {
		return report.WriteJSON(stdout, words, verdict)
	}
	return report.WriteText(stdout, words, verdict)
}

// input goes the way of serve, and on where serve would stop. Its own error is
// a fault of the program, not of what it reads.
func (c *checkCommand) input(ctx context.Context) (check.Input, error) {
	in, err := c.builtIn(ctx)
	if err != nil {
		return in, err
	}
	config, errSettings := c.settings(c.Listen)
	keep, errKeep := c.retention()
	in.Stops = []error{errSettings, errKeep, c.registryFlag.check(ctx), c.adminFlags.check(), c.keepFlags.check(), c.addresses()}
	in.Unused, in.Elsewhere = c.env.unused(), c.env.elsewhere()
	if err := c.readContent(ctx, &in, &config); err != nil {
		return in, err
	}
	if errors.Join(errSettings, errKeep) == nil {
		in.Settings = c.settingsOf(config, keep)
	}
	return in, nil
}

// addresses says whether visitors and operator would meet on one address, where
// neither could be served.
func (c *checkCommand) addresses() error {
	if c.Listen != c.Admin {
		return nil
	}
	return phrase.Errorf("--admin %s: is --listen too; give the operator's pages an address of their own", c.Admin)
}

// readContent reads charter, texts and theme. Where the folder itself cannot be
// read there is nothing to look at.
func (c *checkCommand) readContent(ctx context.Context, in *check.Input, config *handlers.Config) error {
	packed, err := c.pack()
	if err != nil {
		in.Stops = append(in.Stops, err)
		return nil
	}
	from, err := c.sources(packed)
	if err != nil {
		return err
	}
	stop := from.read(config)
	in.Stops = append(in.Stops, stop)
	if stop == nil {
		if in.Shown, err = shownBy(ctx, *config); err != nil {
			return err
		}
		if sizes, err := from.sizes(config.Charters); err == nil && sizes != nil {
			in.Measured, in.MeasuredOn = sizes.Shown, sizes.Measured
		}
	}
	return from.describe(in, *config)
}
