package command

import (
	"errors"
	"path/filepath"

	"charte/handlers"
	"charte/internal/charter"
	"charte/internal/phrase"
	"charte/internal/theme"
)

// logo reads the operator's logo; there need not be one.
func (s sources) logo() (*theme.Logo, error) {
	if s.folder == nil {
		return nil, nil
	}
	return theme.ReadLogo(s.folder, s.name)
}

// logoWords checks that every language says what the logo shows (RGAA 1.1).
func (s sources) logoWords(read *handlers.Config) error {
	if read.Logo == nil {
		return nil
	}
	var faults []error
	for _, language := range read.Charters.Languages {
		if read.Charters.In(language).LogoAlt == "" {
			faults = append(faults, phrase.Fault{File: filepath.Join(s.name, charter.File(language)),
				Problem: phrase.Of("does not say what %s shows", read.Logo.Name), Mend: phrase.Of("write logo_alt: and the logo's words in its front matter")})
		}
	}
	return errors.Join(faults...)
}
