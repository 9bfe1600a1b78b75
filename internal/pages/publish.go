package pages

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"charte/internal/charter"
	"charte/internal/consent"
)

// Registry is the part of the registry that Publish uses.
type Registry interface {
	KeepText(context.Context, consent.Text) error
	KeepScope(context.Context, consent.Scope) error
	Note(ctx context.Context, name, value string, now time.Time) error
	History(context.Context) ([]consent.Period, error)
}

// Published is the result of Publish.
type Published struct {
	// Versions are the text versions in the registry.
	Versions Versions
	// Unkept lists the texts that the registry failed to store. Until it stores them,
	// their pages accept refusals only. Nil: none.
	Unkept error
}

// Publish stores in the registry what holds from now on: the scope, the texts that
// visitors without a choice see, which of them are not shown any more, the trackers and
// the controller. So the registry can later answer "which trackers were listed in
// March?". Nothing is written twice.
func (p *Pages) Publish(ctx context.Context, registry Registry, now time.Time) (Published, error) {
	if err := registry.KeepScope(ctx, p.scope); err != nil {
		return Published{}, fmt.Errorf("store the charter's scope: %w", err)
	}
	var done Published
	if err := p.keepTexts(ctx, registry, now, &done); err != nil {
		return Published{}, err
	}
	return done, p.note(ctx, registry, now, done.Versions)
}

// keepTexts stores what visitors without a choice see on each surface (P-01).
func (p *Pages) keepTexts(ctx context.Context, registry Registry, now time.Time, done *Published) error {
	done.Versions = Versions{}
	for _, lang := range p.content.Charter.Languages {
		done.Versions[lang] = map[consent.Surface]string{}
		if p.mode == charter.None {
			continue
		}
		banner, errBanner := p.Banner(lang, Visitor{}, false)
		page, errCharter := p.Charter(lang, Visitor{}, nil, false)
		if err := errors.Join(errBanner, errCharter); err != nil {
			return err
		}
		for surface, shown := range map[consent.Surface]*Page{consent.Banner: banner, consent.Charter: page} {
			done.Versions[lang][surface] = ""
			if err := registry.KeepText(ctx, shown.Text(now)); err != nil {
				done.Unkept = errors.Join(done.Unkept, fmt.Errorf("store the %s in %s: %w", surface, lang, err))
				continue
			}
			done.Versions[lang][surface] = shown.Version
		}
	}
	return nil
}

func (p *Pages) note(ctx context.Context, registry Registry, now time.Time, versions Versions) error {
	notes := map[string]string{
		consent.NoteScope:      p.scope.Hash(),
		consent.NoteReader:     readerNote(p.scope),
		consent.NoteTrackers:   consent.FormatDeclared(p.declaredTrackers()),
		consent.NoteController: p.content.Charter.Controller.Name,
	}
	for lang, surfaces := range versions {
		for surface, version := range surfaces {
			if version != "" {
				notes[consent.NoteText(lang, surface)] = version
			}
		}
	}
	if err := noteEnds(ctx, registry, versions, notes); err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		if err := registry.Note(ctx, name, notes[name], now); err != nil {
			return err
		}
	}
	return nil
}

// noteEnds adds an empty note for each text in force whose language was removed, or of
// every language if nothing is asked any more. A text that could not be stored is in
// versions too: it does not end.
func noteEnds(ctx context.Context, registry Registry, versions Versions, notes map[string]string) error {
	history, err := registry.History(ctx)
	for _, period := range history {
		language, surface, isText := consent.TextOf(period.Name)
		if _, shown := versions[language][surface]; isText && !shown && period.Until.IsZero() {
			notes[period.Name] = ""
		}
	}
	return err
}

// declaredTrackers lists every tracker of the charter, in the original's words.
func (p *Pages) declaredTrackers() (all []consent.Declared) {
	c := p.content.Charter
	original := c.In(c.Languages[0])
	for i, purpose := range c.Purposes {
		for _, t := range original.Purposes[i].Trackers {
			all = append(all, consent.Declared{Purpose: purpose.ID, Provider: t.Provider, Tracker: t.ID()})
		}
	}
	return all
}

// readerNote returns the value of [consent.NoteReader] for a scope that this program
// read from a charter.
func readerNote(scope consent.Scope) string {
	return fmt.Sprintf("%d %s", charter.Reader, scope.Hash())
}
