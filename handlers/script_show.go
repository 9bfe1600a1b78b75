package handlers

import "net/http"

// scriptShow answers /embed.js, the script of kit 2. Any origin may read it, which
// browsers require when a portal pins it with an integrity attribute.
func (s *service) scriptShow() http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		s.answers.writeOpen(w, r, s.pages.Assets.Script, cacheHour)
	}
}
