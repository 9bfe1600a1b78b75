package handlers

import (
	"bytes"
	"net/http"

	"charte/views"
)

// send fills a page for one visitor and sends it.
func (s *service) send(w http.ResponseWriter, r *http.Request, status int, code string, p *page, v visitor, notice *views.StatusNotice) error {
	var fill values
	fill.setReturn(v.back.URL)
	fill.setText(slotText, p.text)
	fill.setText(slotVersion, p.text[:min(len(p.text), versionDigits)])
	if v.verdict.Valid {
		fill.setText(slotSince, s.words[code].Date(v.verdict.Preferences.Day))
		fill.setText(slotUntil, s.lastDay(code, v.verdict.Preferences))
	}
	if notice != nil {
		var b bytes.Buffer
		if err := views.Status(*notice).Render(r.Context(), &b); err != nil {
			return err
		}
		fill[slotStatus] = b.Bytes()
		fill.setText(slotTitle, s.words[code].Say(titlePrefix(*notice)))
	}
	w.Header().Set("Content-Language", code)
	w.Header().Set("Cache-Control", "private, no-cache")
	if status != http.StatusOK {
		w.Header().Set("Cache-Control", "no-store")
		s.write(w, r, status, "text/html; charset=utf-8", p.fill(fill))
		return nil
	}
	s.writeTagged(w, r, "text/html; charset=utf-8", p.fill(fill))
	return nil
}

// titlePrefix is the text that announces a notice in <title>, where a screen
// reader says it first.
func titlePrefix(n views.StatusNotice) string {
	switch {
	case n.Problem != "":
		return "title_problem"
	case !n.Kept:
		return "title_not_kept"
	}
	return "title_stored"
}
