package command

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"strings"
	"time"

	"golang.org/x/net/html"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/message"
	"charte/internal/portal"
)

// contentLines reports whether the content folder is valid and is what the service
// served last. r is nil if the registry cannot be read.
func (c *statusCommand) contentLines(ctx context.Context, r consent.Registry) []statusLine {
	return []statusLine{asLine(message.Of("content"), func() (statusLevel, message.Text, error) {
		if _, err := c.source().Pack(); errors.Is(err, fs.ErrPermission) {
			return unseen, message.Text{}, err
		}
		in, err := (&checkCommand{serveCommand: c.serveCommand}).input(ctx, servedContent{})
		if err != nil {
			return unseen, message.Text{}, err
		}
		level, text, err := c.inForce(ctx, r)
		for _, found := range check.AtStart(in).Findings {
			if found.Rule.Serve == check.StopsAlways || level != well && (found.Rule.Serve == check.Stops || c.Strict) {
				return attention, message.Of("broken, so the service serves what it served last, or nothing: %v; run charte check", found.Err()), nil
			}
		}
		return level, text, err
	})}
}

// inForce compares the folder with the content that was served last.
func (c *statusCommand) inForce(ctx context.Context, r consent.Registry) (statusLevel, message.Text, error) {
	if c.Content == "" {
		return well, message.Of("in force: the built-in charter"), nil
	}
	if r == nil {
		return unseen, message.Of("valid: %s; without the registry it is unknown whether it is served", c.Content), nil
	}
	packed, err := c.source().Pack()
	if err != nil {
		return unseen, message.Text{}, err
	}
	served, err := r.Content(ctx)
	switch {
	case err != nil && !errors.Is(err, consent.ErrNotFound):
		return unseen, message.Text{}, err
	case err != nil:
		return attention, message.Of("valid, but the service has never served it: %s", c.Content), nil
	case !packed.Same(content.Pack(served)):
		return attention, message.Of("valid, but the service has not served this edit yet: %s; if that lasts, read its log", c.Content), nil
	}
	return well, message.Of("in force: %s", c.Content), nil
}

// portalLines fetches the page of --portal-page; no line without it.
func (c *statusCommand) portalLines(ctx context.Context) []statusLine {
	if c.PortalPage == "" {
		return nil
	}
	return []statusLine{asLine(message.Of("portal"), func() (statusLevel, message.Text, error) {
		base, err := c.baseURL(c.Listen)
		if err != nil {
			return unseen, message.Text{}, err
		}
		page, err := fetch(ctx, c.PortalPage)
		if err != nil {
			return unseen, message.Text{}, message.Errorf("--portal-page: %w", err)
		}
		if element := kitIn(page, base); element != "" {
			return well, message.Of("%s contains a kit of this service (<%s>)", c.PortalPage, element), nil
		}
		return attention, message.Of("%s contains no kit of this service: nothing in it refers to %s", c.PortalPage, base), nil
	})}
}

// kitIn returns the name of the first element that refers to the service; empty if none
// does.
func kitIn(page []byte, base portal.Base) string {
	tokens := html.NewTokenizer(bytes.NewReader(page))
	for {
		switch tokens.Next() {
		case html.ErrorToken:
			return ""
		case html.StartTagToken, html.SelfClosingTagToken:
			token := tokens.Token()
			for _, a := range token.Attr {
				if strings.HasPrefix(a.Val, base.URL("/")) {
					return token.Data
				}
			}
		}
	}
}

// auditLines summarizes the report of --last-audit; no line without it.
func (c *statusCommand) auditLines() []statusLine {
	if c.LastAudit == "" {
		return nil
	}
	return []statusLine{asLine(message.Of("last audit"), func() (statusLevel, message.Text, error) {
		report, err := readReport(c.LastAudit)
		if err != nil {
			return unseen, message.Text{}, message.Errorf("--last-audit: %w", err)
		}
		day := report.Observations.Started.Format(time.DateOnly)
		switch {
		case report.Reaches(check.Fault):
			return attention, message.Of("%s, with faults: read %s", day, c.LastAudit), nil
		case !report.Coverage.Complete:
			return attention, message.Of("%s, incomplete: run it again", day), nil
		}
		return well, message.Of("%s, without faults", day), nil
	})}
}
