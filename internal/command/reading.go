package command

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"charte/internal/charter"
	"charte/internal/consent"
	"charte/internal/content"
	"charte/internal/message"
)

// coverageStore stores that a scope is covered by another one.
type coverageStore interface {
	KeepScope(context.Context, consent.Scope) error
	Scopes(context.Context) ([]consent.Scope, error)
	Note(ctx context.Context, name, value string, now time.Time) error
}

// coverReading compares the scope in force with that of the content to serve. If both
// were read from the same charter.md, by different versions of the program, it stores
// that the new scope is covered by the one in force: visitors who have chosen were
// shown every tracker of it, so they are not asked again.
func (r *reloader) coverReading(ctx context.Context, next *content.Content, packed content.Pack) error {
	last, scope := r.rules.last, consent.NewScope(next.Charter.Purposes)
	if last.scope == "" || last.scope == scope.Hash() || !last.readByAnother() || !last.sameCharter(packed) {
		return nil
	}
	scopes, err := r.store.Scopes(ctx)
	if err != nil {
		return err
	}
	for _, inForce := range scopes {
		if inForce.Hash() != last.scope {
			continue
		}
		name, value := consent.Coverage{Scope: scope, By: inForce}.Note()
		if err := r.store.KeepScope(ctx, scope); err != nil {
			return err
		}
		if err := r.store.Note(ctx, name, value, r.clock()); err != nil {
			return message.Errorf("record the new reading of the unchanged charter: %w", err)
		}
		r.log.InfoContext(ctx, "this version reads the unchanged charter in another way; nobody is asked again because of it",
			slog.String("scope", scope.ID()), slog.String("covered_by", inForce.ID()))
	}
	return nil
}

// onlyReading reports whether all faults of a content depend on how this version reads
// tables.
func onlyReading(err error) bool {
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		return !slices.ContainsFunc(several.Unwrap(), func(err error) bool { return !onlyReading(err) })
	}
	fault := charter.Fault{}
	return errors.As(err, &fault) && fault.Reading
}
