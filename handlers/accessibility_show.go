package handlers

import "net/http"

// accessibilityShow answers /{lang}/accessibility.
func (s *service) accessibilityShow(w http.ResponseWriter, r *http.Request) error {
	lang, err := s.requests.language(r)
	if err != nil {
		return err
	}
	p, err := s.pages.Accessibility(lang)
	if err != nil {
		return err
	}
	return s.answers.send(w, r, answer{visit: visit{lang: lang}, page: p})
}
