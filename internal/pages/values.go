package pages

import (
	"bytes"
	"context"
	"html"
	"slices"

	"charte/internal/consent"
	"charte/internal/portal"
	"charte/views"
)

// Values are what goes into the slots of a page for one request, escaped for
// its place. The zero value leaves all slots empty.
type Values [slots][]byte

// versionDigits is how many digits of the text version are printed on paper.
const versionDigits = 12

// SetVersion fills in the text version that the form cites. Without it, the page
// accepts refusals only.
func (v *Values) SetVersion(hash string) {
	v.setText(slotText, hash)
	v.setText(slotVersion, hash[:min(versionDigits, len(hash))])
}

// setReturn fills the return address; empty leaves it empty.
func (v *Values) setReturn(address string) {
	if address == "" {
		return
	}
	v[slotReturnQuery] = []byte("?back=" + portal.Encode(address))
}

// setText fills a slot with plain text.
func (v *Values) setText(at slot, text string) { v[at] = []byte(html.EscapeString(text)) }

// Fill returns the values of a page's slots in a language for one visitor. back is the
// address of the page that the visitor came from; empty: unknown. notice is what
// the page announces; nil: nothing.
func (p *Pages) Fill(page *Page, lang string, v Visitor, back string, notice *views.StatusNotice) (Values, error) {
	var fill Values
	fill.setReturn(back)
	if v.Verdict.Valid && slices.Contains(page.slots, slotSince) {
		fill.setText(slotSince, p.words[lang].Date(v.Verdict.Preferences.Day))
		fill.setText(slotUntil, p.lastDay(lang, v.Verdict.Preferences))
	}
	if o := v.Verdict.Preferences.Objection; o.Made() && slices.Contains(page.slots, slotObjected) {
		fill.setText(slotObjected, p.words[lang].Date(o.Day))
		fill.setText(slotObjectedUntil, p.words[lang].Date(v.Verdict.Preferences.LastDay()))
	}
	if notice == nil {
		return fill, nil
	}
	var b bytes.Buffer
	if err := views.Status(*notice).Render(context.Background(), &b); err != nil {
		return fill, err
	}
	fill[slotStatus] = b.Bytes()
	fill.setText(slotTitle, p.words[lang].Say(titlePrefix(*notice)))
	return fill, nil
}

// lastDay returns the formatted day on which the browser deletes the choice.
func (p *Pages) lastDay(lang string, had consent.Preferences) string {
	return p.words[lang].Date(consent.Later(had.Day, consent.Months))
}

// titlePrefix returns the id of the text that announces a notice in <title>,
// which a screen reader reads first.
func titlePrefix(n views.StatusNotice) string {
	switch {
	case n.Problem != "":
		return "title_problem"
	case n.Contradicted:
		return "title_contradicted"
	case !n.Kept:
		return "title_not_kept"
	case n.Objection != "":
		return "title_" + string(n.Objection)
	}
	return "title_stored"
}
