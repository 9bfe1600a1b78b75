package handlers

import (
	"bytes"
	"net/http"

	"charte/internal/consent"
	"charte/views"
)

// send fills a page for one visitor and sends it.
func (s *service) send(w http.ResponseWriter, r *http.Request, status int, code string, p *page, v visitor, notice *views.StatusNotice) error {
	var fill values
	fill.setReturn(v.back.URL)
	if v.verdict.Valid {
		since, until := s.dates(code, v.verdict.Preferences)
		fill[slotSince], fill[slotUntil] = since, until
	}
	if notice != nil {
		var b bytes.Buffer
		if err := views.Status(*notice).Render(r.Context(), &b); err != nil {
			return err
		}
		fill[slotStatus] = b.Bytes()
		fill.setText(slotTitle, s.words[code].Say(titlePrefix(*notice)))
	}
	h := w.Header()
	h["Content-Language"] = s.lines.language[code]
	if status != http.StatusOK {
		h["Cache-Control"] = s.lines.noStore
		s.write(w, r, status, p, &fill)
		return nil
	}
	h["Cache-Control"] = s.lines.private
	s.writeTagged(w, r, p, &fill)
	return nil
}

// dated is a day in a language.
type dated struct {
	code string
	day  int64 // Unix seconds
}

// datesKept is how many days in a language are remembered: a year, in a few.
const datesKept = 4096

// dates says in words since when a choice holds and until when, for a slot.
func (s *service) dates(code string, p consent.Preferences) (since, until []byte) {
	key := dated{code, p.Day.Unix()}
	known, ok := s.days.get(key)
	if !ok {
		var made values
		made.setText(slotSince, s.words[code].Date(p.Day))
		made.setText(slotUntil, s.lastDay(code, p))
		known = [2][]byte{made[slotSince], made[slotUntil]}
		s.days.put(key, known)
	}
	return known[0], known[1]
}

// titlePrefix is the text that announces a notice in <title>, where a screen
// reader says it first.
func titlePrefix(n views.StatusNotice) string {
	switch {
	case n.Problem != "":
		return "title_problem"
	case n.Contradicted:
		return "title_contradicted"
	case !n.Kept:
		return "title_not_kept"
	}
	return "title_stored"
}
