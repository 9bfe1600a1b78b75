package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"charte/internal/consent"
	"charte/internal/message"
	"charte/internal/store"
	"charte/locales"
)

// statusCommand takes the flags of serve and reports the state of the service on one
// screen.
type statusCommand struct {
	serveCommand
	Lang       string `placeholder:"CODE" help:"Language of the report, fr or en. Default: that of the environment (LC_ALL, LC_MESSAGES, LANG)."`
	Verified   string `placeholder:"FILE" help:"File that stores up to which record the chain was verified; the next status continues there. Without it, only the newest 1,000 records are verified."`
	PortalPage string `placeholder:"URL" help:"Page of the portal to fetch: it must contain a kit of this service. Default: no page is fetched."`
	LastAudit  string `placeholder:"FILE" help:"JSON report of the last charte audit, to be summarized."`
	language   string // of the environment
}

// setEnvironment stores the environment and its language.
func (c *statusCommand) setEnvironment(env *environment) {
	c.language, c.env = environmentLanguage(env.get), env
}

// statusLevel is the result of one line.
type statusLevel int

const (
	well statusLevel = iota
	attention
	unseen // what the line is about could not be read, which does not mean that it is wrong
)

// The exit status of a status that is not well throughout.
const (
	exitAttention = 1
	exitUnseen    = 2
)

// statusLine is one line of the screen.
type statusLine struct {
	name  message.Text
	level statusLevel
	text  message.Text
}

// Run prints the lines. It fails with exitAttention if one needs attention, else with
// exitUnseen if one could not be seen.
func (c *statusCommand) Run(ctx context.Context, stdout, _ io.Writer) error {
	catalog, err := message.Load(locales.Operator)
	if err != nil {
		return err
	}
	if c.Lang != "" && !slices.Contains(catalog.Languages(), c.Lang) {
		return misconfigured(message.Errorf("--lang %q: the report is available in %s", c.Lang, strings.Join(catalog.Languages(), ", ")))
	}
	words := catalog[c.language]
	if c.Lang != "" {
		words = catalog[c.Lang]
	}
	lines := c.lines(ctx)
	printStatus(stdout, words, lines)
	if c.LastAudit == "" {
		fmt.Fprintln(stdout, words.Say(message.Of("The last audit is not shown: give its JSON report with --last-audit FILE (CHARTE_LAST_AUDIT).")))
	}
	return conclude(stdout, words, lines)
}

// lines returns every line of the screen.
func (c *statusCommand) lines(ctx context.Context) []statusLine {
	var lines []statusLine
	err := c.read(ctx, func(r consent.Registry) error {
		lines = slices.Concat(c.registryLines(ctx, r), c.contentLines(ctx, r), c.stampLines(ctx, r))
		return nil
	})
	if err != nil {
		lines = append([]statusLine{withoutRegistry(err)}, c.contentLines(ctx, nil)...)
	}
	return slices.Concat(lines, c.portalLines(ctx), c.auditLines())
}

// withoutRegistry returns the line of a registry that cannot be opened. It needs attention
// if the address leads to no registry, or to a damaged one; an account without rights, or
// a network, can hide one that is well.
func withoutRegistry(err error) statusLine {
	var coded interface{ Code() int } // a result code of SQLite
	damaged := errors.As(err, &coded) && (coded.Code()&0xff == sqliteCorrupt || coded.Code()&0xff == sqliteNoDatabase)
	missing := slices.ContainsFunc([]error{store.ErrNoRegistry, store.ErrForeign, fs.ErrNotExist, syscall.ENOTDIR, syscall.EISDIR},
		func(target error) bool { return errors.Is(err, target) })
	if damaged || missing {
		return statusLine{message.Of("registry"), attention, message.Of("not there, so no choice can be shown or proved: %v", err)}
	}
	return statusLine{message.Of("registry"), unseen, message.Of("cannot be read, so chain, last decision and retention are unknown: %v", err)}
}

// Primary result codes of SQLite.
const sqliteCorrupt, sqliteNoDatabase = 11, 26

func printStatus(w io.Writer, words message.Words, lines []statusLine) {
	levels := [...]message.Text{well: message.Of("ok"), attention: message.Of("ATTENTION"), unseen: message.Of("NOT SEEN")}
	for _, l := range lines {
		fmt.Fprintf(w, "%-10s %-18s %s\n", words.Say(levels[l.level]), words.Say(l.name), words.Say(l.text))
	}
}

// conclude prints that all is well, or returns the error with the exit status.
func conclude(w io.Writer, words message.Words, lines []statusLine) error {
	count := func(level statusLevel) (n int) {
		for _, l := range lines {
			if l.level == level {
				n++
			}
		}
		return n
	}
	summary := func(status int) error {
		return exitError{errors.New(words.Say(message.Of("status: lines that need attention: %d; lines that could not be seen: %d", count(attention), count(unseen)))), status}
	}
	switch {
	case count(attention) > 0:
		return summary(exitAttention)
	case count(unseen) > 0:
		return summary(exitUnseen)
	}
	_, err := fmt.Fprintln(w, words.Say(message.Of("All is well.")))
	return err
}
