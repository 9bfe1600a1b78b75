package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"charte/internal/audit"
	"charte/internal/audit/browse"
	"charte/internal/charter"
	"charte/internal/check"
	"charte/internal/i18n"
	"charte/internal/message"
	"charte/views"
)

// auditCommands groups the audit of a portal, which is the default, and the comparison
// of two reports.
type auditCommands struct {
	Site    auditCommand        `cmd:"" default:"withargs" help:"Visit the pages in five states of consent, or six where visitors can object, each in a fresh profile, and report what the charter does not declare. Exits with 1 on findings, with 4 if the audit is incomplete."`
	Compare auditCompareCommand `cmd:"" help:"Report what is new, gone and unchanged between two JSON reports. Exits with 4 if one of them is incomplete."`
}

// auditCommand audits a portal with a browser.
type auditCommand struct {
	URL []string `arg:"" help:"Pages to begin with, http or https."`
	reportFlags
	FailOn      string        `default:"fault" enum:"fault,warning,notice,never" help:"Exit with 1 on a finding of this level or a more serious one. An incomplete audit without such a finding exits with 4 at every level."`
	Pages       int           `default:"20" placeholder:"N" help:"Maximum number of pages to visit in each state."`
	Depth       int           `default:"1" placeholder:"N" help:"How many links deep to go from the given pages, on the same host; 0 for none."`
	Sitemap     string        `placeholder:"URL" help:"Sitemap whose pages are added; \"auto\" for the one that the portal declares."`
	Settle      time.Duration `default:"5s" placeholder:"TIME" help:"Time to watch each page after it has loaded, then up to 5 s more until it makes no more requests. What starts later is not seen."`
	Pause       time.Duration `default:"1s" placeholder:"TIME" help:"Time between two pages; longer if robots.txt requires it."`
	PageTimeout time.Duration `default:"30s" placeholder:"TIME" help:"Maximum time for one page."`
	Timeout     time.Duration `default:"1h" placeholder:"TIME" help:"Maximum time for the whole audit; the report then covers what was seen until then."`
	browserFlags
	UserAgent string   `placeholder:"TEXT" help:"User-Agent of every request, for a portal that answers the audit differently from visitors; \"visitor\" for that of an ordinary Chromium. Default: the browser's, followed by charte-audit and its version."`
	Accept    []string `sep:"none" placeholder:"SELECTOR" help:"CSS selector of the control that accepts everything, for a portal with another consent tool; repeat for several clicks."`
	Refuse    []string `sep:"none" placeholder:"SELECTOR" help:"CSS selector of the control that refuses everything in that tool; repeat for several clicks."`
	Withdraw  []string `sep:"none" placeholder:"SELECTOR" help:"CSS selector of the control that withdraws consent in that tool; repeat for several clicks."`
	Object    []string `sep:"none" placeholder:"SELECTOR" help:"CSS selector of the control that objects to the exempt measurement in that tool; repeat for several clicks."`
}

// browserFlags name the browser that opens a portal, and whom it trusts.
type browserFlags struct {
	Browser string `placeholder:"PATH" help:"Chromium to use. Default: the installed one."`
	CA      string `name:"ca" placeholder:"FILE" help:"PEM file with certificates of authorities to trust besides the browser's own, for a portal with a private authority. It needs certutil (Debian: libnss3-tools)."`
}

// auditCompareCommand compares two reports.
type auditCompareCommand struct {
	Old string `arg:"" help:"The earlier report, as JSON."`
	New string `arg:"" help:"The later report, as JSON."`
	reportFlags
}

// Run visits the portal, compares it with the charter and writes the report. If it is
// interrupted, the report covers what was visited until then.
func (c *auditCommand) Run(ctx context.Context, stdout, stderr io.Writer) error {
	content, words, err := c.prepare()
	if err != nil {
		return err
	}
	advance, done := progress(stderr, message.Of("visiting"), message.Of("pages"))
	seen, err := browse.Run(ctx, c.options(content.Charter), pagesDone(audit.StatesFor(content.Charter.Purposes), advance))
	done()
	if err != nil {
		return message.Errorf("audit: %w", err)
	}
	report, err := audit.Compare(content.Charter, seen)
	if err != nil {
		return err
	}
	return c.conclude(stdout, report, content.Theme.Pages, words)
}

// conclude writes the report, and fails if it is incomplete or has findings of the level
// of --fail-on.
func (c *auditCommand) conclude(stdout io.Writer, report audit.Report, theme []byte, words *i18n.Words) error {
	css, err := reportCSS(theme)
	if err != nil {
		return err
	}
	page := views.NewAudit(words, css, report)
	if err := c.write(stdout, rendering{report.WriteJSON, page.WriteText, views.Audit(page)}); err != nil {
		return err
	}
	if c.FailOn != "never" && report.Reaches(check.Level(c.FailOn)) {
		return message.Errorf("audit: %s", strings.Join(page.Counts, ", "))
	}
	return incomplete(report.Coverage.Complete)
}

// exitIncomplete is the exit status of an incomplete audit without findings.
const exitIncomplete = 4

// incomplete returns an error if an audit is not complete: without having seen
// everything, the absence of findings proves nothing.
func incomplete(complete bool) error {
	if complete {
		return nil
	}
	return exitError{message.Errorf("audit: incomplete, so the absence of findings proves nothing; the report begins with what was not seen"), exitIncomplete}
}

// options returns the options of the browser.
func (c *auditCommand) options(declared *charter.Charter) browse.Options {
	return browse.Options{
		Addresses: c.URL, Sitemap: c.Sitemap, Depth: c.Depth, Pages: c.Pages, Pause: c.Pause,
		Settle: c.Settle, PageTimeout: c.PageTimeout, Timeout: c.Timeout, Browser: c.Browser, Program: "charte " + version(),
		Agent:     fmt.Sprintf("charte-audit/%s (+%s)", version(), declared.Platform),
		UserAgent: c.UserAgent, CA: c.CA, Language: declared.Languages[0],
		States: audit.StatesFor(declared.Purposes),
		Other:  browse.Controls{Accept: c.Accept, Refuse: c.Refuse, Withdraw: c.Withdraw, Object: c.Object},
	}
}

// pagesDone adds up the pages of all states for advance. Each state visits as many pages
// as the first.
func pagesDone(states []audit.State, advance func(done, total int64)) browse.Progress {
	return func(state audit.State, _ string, done, of int) {
		advance(int64(max(slices.Index(states, state), 0)*of+done), int64(len(states)*of))
	}
}

// Run reads both reports and writes what changed.
func (c *auditCompareCommand) Run(_ context.Context, stdout, _ io.Writer) error {
	content, words, err := c.prepare()
	if err != nil {
		return err
	}
	before, errOld := readReport(c.Old)
	after, errNew := readReport(c.New)
	if err := errors.Join(errOld, errNew); err != nil {
		return err
	}
	if err := audit.Comparable(before, after); err != nil {
		return message.Errorf("audit compare: %w", err)
	}
	css, err := reportCSS(content.Theme.Pages)
	if err != nil {
		return err
	}
	changes := audit.Since(before, after)
	page := views.NewAuditChanges(words, css, changes)
	if err := c.write(stdout, rendering{changes.WriteJSON, page.WriteText, views.AuditChanges(page)}); err != nil {
		return err
	}
	return incomplete(changes.Complete)
}

func readReport(name string) (audit.Report, error) {
	f, err := os.Open(name)
	if err != nil {
		return audit.Report{}, err
	}
	defer f.Close()
	report, err := audit.Read(f)
	if err != nil {
		return audit.Report{}, message.Errorf("%s %w", name, err)
	}
	return report, nil
}
