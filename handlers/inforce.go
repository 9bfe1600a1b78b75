package handlers

import (
	"context"
	"maps"
	"slices"

	"charte/internal/consent"
)

// noteInForce notes in the registry what holds from now on, so that "which
// trackers were listed in March?" has an answer later. A registry that knows it
// already writes nothing.
func (s *service) noteInForce(ctx context.Context, texts map[string]map[consent.Surface]string) error {
	notes := map[string]string{
		consent.NoteScope:      s.terms.Scope.Hash(),
		consent.NoteTrackers:   consent.FormatDeclared(s.declaredTrackers()),
		consent.NoteController: s.Charters.Controller.Name,
	}
	for language, surfaces := range texts {
		for surface, version := range surfaces {
			if version != "" { // else it could not be kept, and nothing is granted on it
				notes[consent.NoteText(language, surface)] = version
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(notes)) {
		if err := s.Registry.Note(ctx, name, notes[name], s.Now()); err != nil {
			return err
		}
	}
	return nil
}

// declaredTrackers lists every tracker of the charter, as its original says it.
func (s *service) declaredTrackers() (all []consent.Declared) {
	original := s.Charters.In(s.Charters.Languages[0])
	for i, p := range s.Charters.Purposes {
		for _, t := range original.Purposes[i].Trackers {
			all = append(all, consent.Declared{Purpose: p.ID, Provider: t.Provider, Tracker: t.Name})
		}
	}
	return all
}
