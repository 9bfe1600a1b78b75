package views

import (
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"

	"charte/internal/charter"
	"charte/internal/i18n"
)

// safe marks an address as safe for an attribute. It is for addresses of this service
// and for those of the configuration, which are validated when it is read.
func safe(address string) templ.SafeURL { return templ.SafeURL(address) }

// contact returns the link of a contact: an address of a page, or mailto:. Package
// charter rejects every other kind.
func contact(to string) templ.SafeURL {
	if strings.HasPrefix(to, "http://") || strings.HasPrefix(to, "https://") {
		return safe(to)
	}
	return safe("mailto:" + to)
}

// mention returns the id of the compliance statement that the law prescribes;
// the lowest for an unknown state.
func mention(state string) string {
	switch state {
	case "totalement", "partiellement":
		return "accessibility_mention_" + state
	}
	return "accessibility_mention_non"
}

// consequence describes what follows from a refusal (C-10). What follows from an
// acceptance is in the descriptions of the purposes.
func consequence(w *i18n.Words, without []string) string {
	if len(without) == 0 {
		return w.Say("consequence")
	}
	return w.Say("consequence_without", i18n.Data{"Names": list(w, without)})
}

// list joins names as in a sentence: "a", "a et b", "a, b et c".
func list(w *i18n.Words, names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return w.Say("list_and", i18n.Data{"Some": strings.Join(names[:last], ", "), "Last": names[last]})
}

// quoted joins titles as list does, each in quotation marks: a title keeps its capital.
func quoted(w *i18n.Words, titles []string) string {
	names := make([]string, 0, len(titles))
	for _, title := range titles {
		names = append(names, w.Say("quoted", i18n.Data{"Title": title}))
	}
	return list(w, names)
}

// result describes what was just stored: what was accepted and refused, where that
// differs between purposes.
func result(w *i18n.Words, c Current) string {
	if c.Outcome != Partial {
		return w.Say("outcome_" + string(c.Outcome))
	}
	return w.Say("granted", i18n.Data{"Names": quoted(w, c.Granted)}) + " " + w.Say("refused", i18n.Data{"Names": quoted(w, c.Refused)})
}

// keptReceipt returns the address of the receipt of a choice that the browser kept.
func keptReceipt(n StatusNotice) templ.SafeURL {
	if n.Kept {
		return n.Current.Receipt
	}
	return ""
}

// covers names the sites of the choice; a single one needs no name.
func covers(w *i18n.Words, sites []charter.Site) string {
	if len(sites) == 1 {
		return w.Say("covers_one")
	}
	return w.Say("covers", i18n.Data{"Sites": siteNames(w, sites)})
}

// siteNames lists the sites that a choice covers.
func siteNames(w *i18n.Words, sites []charter.Site) string {
	names := make([]string, 0, len(sites))
	for _, s := range sites {
		names = append(names, s.Name)
	}
	return list(w, names)
}

// maxSiteNames is the greatest length of the names of sites in the banner, in
// characters: more would take a line of a phone from the purposes.
const maxSiteNames = 48

// coveredSites describes the sites that a choice covers: by their names if these are
// short, otherwise by their number (C-26). A single site needs no name.
func coveredSites(w *i18n.Words, sites []charter.Site) string {
	if names := siteNames(w, sites); len(sites) > 1 && utf8.RuneCountInString(names) <= maxSiteNames {
		return names
	}
	return w.Count("banner_sites", len(sites))
}

// noneAtAll reports whether no purpose of the form has a tracker.
func noneAtAll(purposes []FormPurpose) bool {
	for _, p := range purposes {
		if !p.NoneToday {
			return false
		}
	}
	return true
}

// refusalWords returns the id of the sentence that states whether a refusal objects.
func refusalWords(o Objections) string {
	if o.RefusalObjects {
		return "refusal_objects"
	}
	return "refusal_does_not_object"
}

// objectionTitles returns the titles of the purposes.
func objectionTitles(o Objections) (titles []string) {
	for _, p := range o.Purposes {
		titles = append(titles, p.Title)
	}
	return titles
}

// moreAbout returns the sentences after the description of a purpose: that it has no
// tracker today, and its providers. Each begins with a space.
func moreAbout(w *i18n.Words, purpose FormPurpose) (text string) {
	if purpose.NoneToday {
		text = " " + w.Say("none_today")
	}
	if purpose.Providers != "" {
		text += " " + purpose.Providers
	}
	return text
}

// purposeOf returns the form's entry of a purpose.
func purposeOf(purposes []FormPurpose, id string) (FormPurpose, bool) {
	for _, p := range purposes {
		if id != "" && p.ID == id {
			return p, true
		}
	}
	return FormPurpose{}, false
}

// count returns the number of trackers of all purposes of the form.
func count(purposes []FormPurpose) int {
	n := 0
	for _, p := range purposes {
		n += len(p.Trackers)
	}
	return n
}

// dates fills the dates of a text about a choice.
func dates(c Current) i18n.Data { return i18n.Data{"Since": c.Since, "Until": c.Until} }

// handleWords returns the text of the handle for an outcome.
func handleWords(o Outcome) string {
	switch o {
	case Accepted, Refused, Partial, Signal:
		return "handle_" + string(o)
	}
	return "handle"
}
