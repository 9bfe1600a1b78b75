package operator

import (
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/go-chi/chi/v5"

	"charte/internal/consent"
	"charte/internal/csv"
	"charte/internal/i18n"
	"charte/internal/message"
	"charte/internal/stats"
	"charte/views"
)

// maxVerified limits the records that the health page verifies, newest first.
const maxVerified = 1000

func (s *service) health(w http.ResponseWriter, r *http.Request) error {
	v, err := s.visit(r)
	if err != nil {
		return err
	}
	h, err := stats.Examine(r.Context(), s.Registry, maxVerified)
	absent := s.Registry.Present()
	if err != nil && absent == nil {
		return err
	}
	p := views.HealthPage{
		OperatorPage: s.frame(v, "health", "health"), Problems: s.problems(v, h),
		Facts: v.registryFacts(h), Content: v.contentFacts(),
	}
	if absent == nil {
		p.Verdict = v.verified(h)
	}
	if n := s.Strangers(); n > 0 {
		p.Strangers = v.words.Count("operator_strangers", int(n))
	}
	if s.Dossier != nil {
		p.Dossier, p.Pictures = address(v.code, "dossier"), v.words.Say("operator_pictures")
		if pictures := s.Pictures(); pictures.Lack != "" {
			p.Pictures, p.Command = v.words.Say("operator_pictures_"+string(pictures.Lack)), pictures.Command
		}
	}
	return show(w, r, v, views.Health(p))
}

// verified describes which part of the chain is intact, or returns "" if the chain is
// broken.
func (v visit) verified(h stats.Health) string {
	switch {
	case h.Broken != nil:
		return ""
	case h.Checked == 0:
		return v.words.Say("operator_nothing_verified")
	case h.Checked < h.Records():
		return v.words.Count("operator_sound_part", int(h.Checked))
	}
	return v.words.Count("operator_sound", int(h.Checked))
}

// recordingProblems returns the reasons why no choice can be recorded at the moment, the
// most serious first. Every page shows them.
func (s *service) recordingProblems(v visit) (found []string) {
	if s.Registry.Present() != nil {
		found = append(found, v.words.Say("operator_absent"))
	}
	if s.Failing() {
		found = append(found, v.words.Say("operator_failing"))
	}
	return found
}

// problems returns the other problems of the registry, the most serious first.
func (s *service) problems(v visit, h stats.Health) (found []string) {
	if h.Broken != nil {
		found = append(found, v.words.Say("operator_unsound", i18n.Data{"Number": v.number(h.Broken.Sequence)}))
	}
	waiting, lost := s.Spool()
	if waiting > 0 {
		found = append(found, v.words.Count("operator_waiting", int(waiting)))
	}
	if lost > 0 {
		found = append(found, v.words.Count("operator_lost", int(lost)))
	}
	return found
}

func (v visit) registryFacts(h stats.Health) []views.OperatorFact {
	last := v.words.Say("operator_none")
	if !h.Last.IsZero() {
		last = v.words.Date(h.Last)
	}
	return []views.OperatorFact{
		{Name: v.words.Say("operator_head_number"), Value: v.number(h.Head.Sequence)},
		{Name: v.words.Say("operator_head_hash"), Value: h.Head.Hash, Code: true},
		{Name: v.words.Say("operator_rows"), Value: v.number(h.Records())},
		{Name: v.words.Say("operator_purged"), Value: v.number(h.After.Sequence)},
		{Name: v.words.Say("operator_last"), Value: last},
	}
}

func (v visit) contentFacts() []views.OperatorFact {
	var languages []string
	for _, code := range v.Charter.Languages {
		languages = append(languages, v.Catalog.Words(code).Name())
	}
	return []views.OperatorFact{
		{Name: v.words.Say("operator_since"), Value: v.moment(v.State.Since)},
		{Name: v.words.Say("operator_tried"), Value: v.moment(v.State.Tried)},
		{Name: v.words.Say("operator_scope"), Value: consent.NewScope(v.Charter.Purposes).ID(), Code: true},
		{Name: v.words.Say("operator_languages"), Value: strings.Join(languages, ", ")},
	}
}

func (v visit) moment(t time.Time) string {
	return v.words.Say("operator_moment", i18n.Data{"Date": v.words.Date(t), "Time": t.UTC().Format("15:04:05")})
}

// sendTimeout limits the time to send a finished dossier.
const sendTimeout = 10 * time.Minute

// dossier writes the dossier to a temporary file, because it may be large, and sends
// it when it is complete. Since this is expensive, it makes one at a time, and
// requests that another site caused do not reach it.
func (s *service) dossier(w http.ResponseWriter, r *http.Request) error {
	if s.Dossier == nil {
		return errNoSuchPage
	}
	sheets, err := csv.In(chi.URLParam(r, "lang"))
	if err != nil {
		return err
	}
	if !s.dossierLock.TryLock() {
		w.Header().Set("Retry-After", "60")
		s.decline(w, r, http.StatusServiceUnavailable, message.Of("Another dossier is being created; try again in a minute."))
		return nil
	}
	defer s.dossierLock.Unlock()
	file, err := os.CreateTemp("", "dossier-*.zip")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	// Creating it may take longer than the server's write timeout. Errors mean that
	// the connection has no deadline.
	deadlines := http.NewResponseController(w)
	deadlines.SetWriteDeadline(time.Time{})
	if err := s.Dossier(r.Context(), sheets, file); err != nil {
		return err
	}
	deadlines.SetWriteDeadline(time.Now().Add(sendTimeout))
	w.Header().Set("Content-Disposition", `attachment; filename="dossier.zip"`)
	w.Header().Set("Content-Type", "application/zip")
	http.ServeContent(w, r, "", time.Time{}, file)
	return nil
}
