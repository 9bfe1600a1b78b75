package command

import (
	"errors"
	"fmt"
	"path/filepath"

	"charte/handlers"
	"charte/internal/charter"
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
			faults = append(faults, fmt.Errorf("%s: does not say what %s shows — write logo_alt: and the logo's words in its front matter",
				filepath.Join(s.name, charter.File(language)), read.Logo.Name))
		}
	}
	return errors.Join(faults...)
}
