package views

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"charte/internal/audit"
	"charte/internal/i18n"
)

// auditSeen returns the table of everything that was observed, with a column per
// state.
func auditSeen(w *i18n.Words, r audit.Report) AuditTable {
	t := AuditTable{ID: "seen", Title: w.Say("audit_seen"), Columns: []string{
		w.Say("audit_column_name"), w.Say("audit_column_kind"), w.Say("audit_column_host"), w.Say("audit_column_declared"),
	}}
	for _, state := range r.States() {
		t.Columns = append(t.Columns, stateWords(w, state))
	}
	for _, s := range r.Seen {
		row := []string{printable(s.Name), kind(w, s.Kind), printable(s.Host), w.Say("audit_declared_" + cmp.Or(s.Declared, "other"))}
		for _, state := range r.States() {
			row = append(row, w.Say(map[audit.Use]string{audit.Used: "audit_yes", audit.Before: "audit_before", audit.Unused: "audit_no"}[s.States[state]]))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// auditPages returns the table of the visited pages: status and time, per state.
func auditPages(w *i18n.Words, o audit.Observations) AuditTable {
	t := AuditTable{ID: "pages", Title: w.Say("audit_pages"), Columns: []string{w.Say("audit_page")}}
	walls, order := map[string][]string{}, []string{}
	for i, v := range o.Visits {
		t.Columns = append(t.Columns, stateWords(w, v.State))
		for _, p := range v.Pages {
			if walls[p.Address] == nil {
				walls[p.Address] = slices.Repeat([]string{"–"}, len(o.Visits))
				order = append(order, p.Address)
			}
			walls[p.Address][i] = auditPage(w, p)
		}
	}
	for _, address := range order {
		t.Rows = append(t.Rows, append([]string{printable(address)}, walls[address]...))
	}
	return t
}

// auditPage returns a page's cell: its status, and whether it was seen.
func auditPage(w *i18n.Words, p audit.Page) string {
	data := i18n.Data{"Status": strconv.Itoa(p.Status), "Time": seconds(w, p.Wall)}
	switch {
	case p.Wall == 0 && p.Status == 0:
		return w.Say("audit_page_unopened")
	case p.Status == 0:
		return w.Say("audit_page_unanswered", data)
	case !p.Seen():
		return w.Say("audit_page_unseen", data)
	}
	return w.Say("audit_page_seen", data)
}

// printable makes a text from the portal safe for a terminal and a page. It replaces
// control characters, which could move the cursor, and bidirectional marks.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\u00a0' || c == '\u202f' || unicode.IsPrint(c):
			return c
		}
		return '\ufffd'
	}, strings.ToValidUTF8(text, "\ufffd"))
}

func allPrintable(texts []string) []string {
	all := make([]string, 0, len(texts))
	for _, t := range texts {
		all = append(all, cmp.Or(printable(t), "–"))
	}
	return all
}
