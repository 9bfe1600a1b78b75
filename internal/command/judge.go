package command

import (
	"cmp"
	"context"
	"errors"

	"charte/internal/check"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/message"
	"charte/internal/store"
)

// judge loads a content and applies the rules to it. It returns the faults to serve with a
// warning, and fails with exitConfiguration if the content cannot be served. It writes
// nothing.
func judge(from content.Source, rules rules, packed content.Pack) (*content.Content, []check.Reported, error) {
	next, errLoad := from.Load(packed)
	if errLoad != nil && !onlyReading(errLoad) {
		return nil, nil, misconfigured(errLoad)
	}
	faults, err := rules.apply(next, packed, errLoad)
	if err != nil {
		return nil, nil, misconfigured(cmp.Or(errLoad, err))
	}
	return next, faults, nil
}

// orStored calls serve with the packed folder or, if that fails, with the content that was
// served last, unless the rules are strict or no folder is served. It returns why the folder
// is not served, and fails if neither content can be.
func (r rules) orStored(ctx context.Context, from content.Source, stored func(context.Context) ([]byte, error),
	packed content.Pack, serve func(content.Pack) error) (broken, err error) {
	err = serve(packed)
	if err == nil || r.strict || from.Dir == "" {
		return nil, err
	}
	last, errLast := stored(ctx)
	if errors.Is(errLast, consent.ErrNotFound) {
		return nil, err
	}
	if errLast == nil {
		errLast = serve(last)
	}
	if errLast != nil && errLast.Error() != err.Error() { // a fault of the settings is in both errors
		return nil, errors.Join(err, message.Errorf("the content served last cannot be served either: %w", errLast))
	}
	if errLast != nil {
		return nil, err
	}
	return err, nil
}

// checkContent fails if the folder's content cannot be served, before the registry is
// opened for writing: a start that is refused migrates nothing. Only a content with a fault
// depends on what the registry stores; if that cannot be read, opening it for writing
// repairs or reports it, and the content is judged after that.
func (c *serveCommand) checkContent(ctx context.Context, o resources) error {
	r := rules{env: c.env, settings: c.settingsOf(o.config, o.retention), strict: c.Strict}
	serve := func(packed content.Pack) error {
		next, _, err := judge(c.source(), r, packed)
		if err == nil {
			_, err = preview(next)
		}
		return err
	}
	fault := serve(o.packed)
	if fault == nil {
		return nil
	}
	registry, err := c.openReader(ctx)
	if errors.Is(err, store.ErrNoRegistry) {
		return fault
	}
	if err != nil {
		return nil
	}
	defer registry.Close()
	if r.last, err = readLastServed(ctx, registry, configuration(o.config, o.retention)); err != nil {
		return nil
	}
	_, err = r.orStored(ctx, c.source(), registry.Content, o.packed, serve)
	return err
}
