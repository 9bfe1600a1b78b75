package views

import (
	"strings"
	"time"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// AuditPage is an audit report in one language. The templ component and WriteText
// render the same content from it. Every text from the portal has passed [printable].
type AuditPage struct {
	Words *i18n.Words
	// CSS is inlined: the report is one file that is mailed and printed, and it loads
	// nothing.
	CSS   string
	Title string
	// Coverage lists how much was seen for each choice. It comes first.
	Coverage   []string
	Answers    []string
	Running    bool // an answer found something running
	Incomplete bool
	Facts      []OperatorFact
	Counts     []string
	Gaps       []AuditGap
	// Entries are the findings by cookie, key or host, the most severe first.
	Entries []AuditEntry
	Seen    AuditTable
	Pages   AuditTable
	// Done describes what was done on each page; empty in reports of earlier
	// versions.
	Done   string
	unseen bool // no page could be seen
}

// AuditEntry has all findings about one cookie, key or host, in the page's language.
type AuditEntry struct {
	Name string
	// Short is the most severe level, and each finding in a few words.
	Short    string
	Problems []AuditProblem
	Facts    []OperatorFact
	Rows     []AuditRow
	// Notes explain how certain the rows are.
	Notes []string
}

// AuditProblem is one finding; When is the fact of its situations.
type AuditProblem struct {
	Level, Problem, Why string
	When                []OperatorFact
}

// AuditGap is something that could not be observed, and the reason.
type AuditGap struct{ Where, What string }

// AuditRow is a table row to paste, and the place for it.
type AuditRow struct{ Where, Markdown string }

// AuditTable is a table whose first column holds names.
type AuditTable struct {
	ID, Title string
	Columns   []string
	Rows      [][]string
}

// NewAudit returns the report r in the language of w.
func NewAudit(w *i18n.Words, css string, r audit.Report) AuditPage {
	o := r.Observations
	p := AuditPage{Words: w, CSS: css, Title: auditTitle(w, o), Incomplete: !r.Coverage.Complete, Coverage: auditCoverage(w, r), Seen: auditSeen(w, r), Pages: auditPages(w, o), Gaps: auditGaps(w, r)}
	for _, a := range auditAnswers(r) {
		p.Answers = append(p.Answers, auditAnswer(w, a))
		p.Running = p.Running || a.Verdict == audit.Runs
	}
	p.Facts = append(auditFacts(w, o, r.Coverage.Pages()), auditLookups(w, o.Lookups)...)
	p.unseen = r.Coverage.Pages() == 0
	if o.Settle > 0 {
		p.Done = w.Say("audit_done", i18n.Data{"Time": seconds(w, o.Settle)})
	}
	for _, level := range audit.Levels() {
		p.Counts = append(p.Counts, w.Count("audit_count_"+string(level), r.Count(level)))
	}
	p.Entries = auditEntries(w, r)
	return p
}

// more returns how much was seen, beyond whether the audit is complete.
func (p AuditPage) more() []string { return p.Coverage[min(1, len(p.Coverage)):] }

// counted returns the number of findings of each level.
func (p AuditPage) counted() string { return strings.Join(p.Counts, ", ") }

// nothingMet returns the text for an empty list of sightings.
func (p AuditPage) nothingMet() string {
	if p.unseen {
		return p.nothing()
	}
	return p.Words.Say("audit_seen_none")
}

// nothing returns the text for an empty list of findings. It claims no more than the
// coverage allows.
func (p AuditPage) nothing() string {
	if p.unseen {
		return p.Words.Say("audit_findings_no_page")
	}
	if len(p.Gaps) > 0 || p.Incomplete {
		return p.Words.Say("audit_findings_none_partly")
	}
	return p.Words.Say("audit_findings_none")
}

func auditTitle(w *i18n.Words, o audit.Observations) string {
	if len(o.Target) == 0 {
		return w.Say("audit_title")
	}
	_, host, _ := strings.Cut(printable(o.Target[0]), "://")
	host, _, _ = strings.Cut(host, "/")
	return w.Say("audit_of", i18n.Data{"Host": host})
}

// auditFacts returns the facts about the audit itself: address, date, duration,
// program.
func auditFacts(w *i18n.Words, o audit.Observations, looked int) []OperatorFact {
	return []OperatorFact{
		{Name: w.Say("audit_address"), Value: strings.Join(allPrintable(o.Target), ", ")},
		{Name: w.Say("audit_date"), Value: w.Say("operator_moment", i18n.Data{"Date": w.Date(o.Started), "Time": o.Started.UTC().Format("15:04")})},
		{Name: w.Say("audit_duration"), Value: span(w, o.Duration)},
		{Name: w.Say("audit_with"), Value: printable(strings.Trim(o.Browser+", "+o.Program, ", "))},
		{Name: w.Say("audit_pages_seen"), Value: w.Number(looked)},
	}
}

// span formats a duration in the largest unit of which it has at least two.
func span(w *i18n.Words, s audit.Span) string {
	const day, year = 24 * time.Hour, 365 * 24 * time.Hour
	d := time.Duration(s)
	switch {
	case d <= 0:
		return w.Say("audit_session")
	case d >= 2*year && (d%year < day || year-d%year < day):
		return w.Count("audit_years", int((d+day)/year))
	case d >= 2*day:
		return w.Count("audit_days", int((d+day/2)/day))
	case d >= 2*time.Hour:
		return w.Count("audit_hours", int((d+30*time.Minute)/time.Hour))
	case d >= 2*time.Minute:
		return w.Count("audit_minutes", int((d+30*time.Second)/time.Minute))
	}
	return seconds(w, s)
}

// seconds formats a short duration to a tenth of a second.
func seconds(w *i18n.Words, s audit.Span) string {
	return w.Say("audit_seconds", i18n.Data{"Seconds": w.Decimal(time.Duration(s).Seconds())})
}
